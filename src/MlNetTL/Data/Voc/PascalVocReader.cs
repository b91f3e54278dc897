using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Data;

/// <summary>Reads the boxes of a folder in Pascal VOC's form: a patch for each object.</summary>
internal static class PascalVocReader
{
    /// <summary>The patches as ML.NET's view of them. Boxes that are left out are told by a warning.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, PascalVocOptions options)
    {
        var rows = Read(folder, options, out var small);
        using var channel = Environments.Of(catalog).Register(nameof(PascalVocReader)).Start("Load Pascal VOC");
        if (small > 0) channel.Warning($"{small:N0} of {rows.Count + small:N0} boxes are left out, as a side of them has fewer than {options.MinimumSide} pixels.");
        return catalog.LoadFromEnumerable(rows);
    }

    /// <summary>The patches, image by image.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What to read.</param>
    /// <param name="small">How many boxes were left out.</param>
    public static List<PatchRow> Read(string folder, PascalVocOptions options, out int small)
    {
        options.Validate();
        var root = PascalVocFolder.FindRoot(folder);
        var problems = new FolderProblems(root);
        var rows = new List<PatchRow>();
        small = 0;
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in PascalVocFolder.Files(root, options.Split, problems))
        {
            var before = problems.Count;
            if (VocAnnotation.Read(file, problems) is not { } annotation || problems.Count > before) continue;
            var image = Path.Combine(root, PascalVocFolder.Images, annotation.FileName);
            if (!HasImage(file, image, annotation, options.CheckFiles, problems)) continue;
            // A name that an editor left behind would cut boxes out of another picture.
            if (!annotations.TryAdd(image, file))
            {
                problems.Add(file, $"the image {DataProblems.Quote(annotation.FileName)}, which {Path.GetFileName(annotations[image])} names already", "each image once");
                continue;
            }
            foreach (var box in annotation.Objects)
            {
                if (box.Width < options.MinimumSide || box.Height < options.MinimumSide) small++;
                else rows.Add(Row(image, box, options));
            }
        }
        if (rows.Count == 0 && problems.Count == 0) problems.Add(Path.Combine(root, PascalVocFolder.Annotations), "no box", "at least one object with a box");
        problems.ThrowIfAny();
        return rows;
    }

    private static bool HasImage(string file, string image, VocAnnotation annotation, bool checkFiles, FolderProblems problems)
    {
        if (!File.Exists(image))
        {
            problems.Add(file, $"no file {PascalVocFolder.Images}/{annotation.FileName}", "the image that <filename> names");
            return false;
        }
        if (!checkFiles) return true;
        try
        {
            var header = ImageDecoder.Probe(image);
            if (annotation.Width == 0 || (header.Width, header.Height) == (annotation.Width, annotation.Height)) return true;
            problems.Add(file, $"the size {annotation.Width} x {annotation.Height}", $"that of the image, {header.Width} x {header.Height}");
        }
        catch (UnreadableImageException error)
        {
            problems.Add(image, error.Reason);
        }
        return false;
    }

    private static PatchRow Row(string image, VocObject box, PascalVocOptions options)
    {
        var (x, y) = (box.X + box.Width / 2.0, box.Y + box.Height / 2.0);
        var longer = Math.Max(box.Width, box.Height);
        var (width, height) = options.PatchSize is { } size ? (size, size)
            : options.Shape == PascalVocShape.Square ? (Scaled(longer), Scaled(longer)) : (Scaled(box.Width), Scaled(box.Height));
        return new()
        {
            Path = new ImageRegion((int)Math.Floor(x - width / 2.0 + 0.5), (int)Math.Floor(y - height / 2.0 + 0.5), width, height).Of(image),
            Source = Path.GetFileNameWithoutExtension(image),
            Label = box.Name,
            X = (float)x,
            Y = (float)y,
        };

        int Scaled(int side) => Math.Clamp((int)Math.Floor(side * options.Scale + 0.5), 1, CoNSePOptions.MostPatchSize);
    }
}
