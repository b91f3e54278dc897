using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace MlNetTL.Data;

/// <summary>One XML file of Pascal VOC (Everingham et al., 'The PASCAL visual object classes (VOC) challenge', IJCV 88, 2010): an image and the boxes on it.</summary>
/// <param name="FileName">The image's file name.</param>
/// <param name="Width">The image's columns; 0 where the file does not tell.</param>
/// <param name="Height">The image's rows; 0 where the file does not tell.</param>
/// <param name="Objects">The objects with a name and a box.</param>
internal sealed record VocAnnotation(string FileName, int Width, int Height, IReadOnlyList<VocObject> Objects)
{
    private const long MostCharacters = 16 << 20;
    private const int MostPixels = 1_000_000;
    private static readonly string[] s_corners = ["xmin", "ymin", "xmax", "ymax"];

    /// <summary>Reads a file; what is wrong with it is noted, and null given where nothing can be made of it.</summary>
    public static VocAnnotation? Read(string file, FolderProblems problems)
    {
        if (Parse(file, problems) is not { } root) return null;
        if (root.Name != "annotation")
        {
            problems.Add(file, $"the root <{root.Name.LocalName}>", "<annotation>");
            return null;
        }
        var image = root.Element("filename")?.Value.Trim() ?? "";
        if (!RelativePath.StaysInside(image) || image.AsSpan().ContainsAny('/', '\\'))
            problems.Add(file, $"the filename {DataProblems.Quote(image)}", "the name of a file in JPEGImages, without folders");
        var size = root.Element("size");
        var annotation = new VocAnnotation(image, Number(size?.Element("width")) ?? 0, Number(size?.Element("height")) ?? 0, [.. ReadObjects(root, file, problems)]);
        foreach (var box in annotation.Objects) annotation.Check(box, file, problems);
        return annotation;
    }

    private static XElement? Parse(string file, FolderProblems problems)
    {
        try
        {
            // No document types: entities could grow beyond all memory or read other files.
            using var reader = XmlReader.Create(file, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters });
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root;
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            problems.Add(file, error is XmlException { Message: var message } && message.Contains("DTD", StringComparison.Ordinal)
                ? "it holds a document type (DTD), which is refused. Take it out." : $"it cannot be read as XML: {error.Message}");
            return null;
        }
    }

    private static IEnumerable<VocObject> ReadObjects(XElement root, string file, FolderProblems problems)
    {
        foreach (var element in root.Elements("object"))
        {
            var line = ((IXmlLineInfo)element).LineNumber;
            var name = element.Element("name")?.Value.Trim() ?? "";
            var corners = s_corners.Select(corner => Number(element.Element("bndbox")?.Element(corner))).ToArray();
            if (name.Length == 0) problems.Add(file, $"an object without a name in line {line}", "<name> with its class");
            if (corners.Contains(null))
                problems.Add(file, $"an object in line {line} without {string.Join(", ", s_corners.Where((_, i) => corners[i] is null))}", "<bndbox> with xmin, ymin, xmax and ymax in pixels");
            else if (name.Length > 0)
                yield return new(line, name, corners[0]!.Value - 1, corners[1]!.Value - 1, corners[2]!.Value - corners[0]!.Value + 1, corners[3]!.Value - corners[1]!.Value + 1);
        }
    }

    private void Check(VocObject box, string file, FolderProblems problems)
    {
        if (box.Width < 1 || box.Height < 1) problems.Add(file, $"a box in line {box.Line} that ends before it begins", "xmin up to xmax, ymin up to ymax");
        // Some programs count from 0: a pixel beyond the border is no error.
        else if (Width > 0 && Height > 0 && (box.X < -1 || box.Y < -1 || box.X + box.Width > Width || box.Y + box.Height > Height))
            problems.Add(file, $"a box in line {box.Line} from ({box.X + 1}, {box.Y + 1}) to ({box.X + box.Width}, {box.Y + box.Height})", $"a box on the image of {Width} x {Height} pixels");
    }

    // Some programs write corners with decimals.
    private static int? Number(XElement? element) =>
        double.TryParse(element?.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= MostPixels ? (int)Math.Floor(value + 0.5) : null;
}
