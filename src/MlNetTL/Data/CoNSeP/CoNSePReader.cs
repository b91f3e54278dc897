using Microsoft.ML;
using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>Reads the nuclei of a CoNSeP folder: a patch around each centroid.</summary>
internal static class CoNSePReader
{
    private const string Types = "inst_type", Centroids = "inst_centroid";

    /// <summary>The patches as ML.NET's view of them.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, CoNSePOptions options) => catalog.LoadFromEnumerable(Read(folder, options));

    /// <summary>The patches, tile by tile.</summary>
    public static List<PatchRow> Read(string folder, CoNSePOptions options)
    {
        options.Validate();
        var root = CoNSePFolder.FindRoot(folder, options.Split);
        var problems = new FolderProblems(root);
        var rows = new List<PatchRow>();
        foreach (var tile in CoNSePFolder.Tiles(root, options.Split, problems))
        {
            try
            {
                ReadTile(tile, options, rows, problems);
            }
            catch (UnreadableImageException error)
            {
                problems.Add(tile.Image, error.Reason);
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                problems.Add(tile.Labels, error.Message);
            }
        }
        problems.ThrowIfAny();
        return rows;
    }

    private static void ReadTile(CoNSePFolder.Tile tile, CoNSePOptions options, List<PatchRow> rows, FolderProblems problems)
    {
        var arrays = MatFile.Read(tile.Labels, [Types, Centroids]);
        var lacking = new[] { Types, Centroids }.Where(name => !arrays.ContainsKey(name)).ToArray();
        if (lacking.Length > 0)
        {
            problems.Add(tile.Labels, $"no {string.Join(" and no ", lacking)}", $"the arrays {Types} and {Centroids}");
            return;
        }
        var (types, centroids) = (arrays[Types], arrays[Centroids]);
        if (types.Dimensions.Count != 2 || types.Columns != 1 || centroids.Dimensions.Count != 2 || centroids.Columns != 2 || types.Rows != centroids.Rows)
        {
            problems.Add(tile.Labels, $"{Types} of {types.Shape} and {Centroids} of {centroids.Shape}", "N x 1 and N x 2 for the same N");
            return;
        }
        var image = ImageDecoder.Probe(tile.Image);
        for (var i = 0; i < types.Rows; i++)
        {
            var (type, x, y) = (types[i, 0], centroids[i, 0], centroids[i, 1]);
            var isInside = x >= 0 && x < image.Width && y >= 0 && y < image.Height;
            if (type is not (1 or 2 or 3 or 4 or 5 or 6 or 7)) problems.Add(tile.Labels, $"the type {type} of nucleus {i + 1}", "1 to 7");
            if (!isInside) problems.Add(tile.Labels, $"the centroid ({x}, {y}) of nucleus {i + 1}", $"x, y on the tile of {image.Width} x {image.Height} pixels");
            else if (type is >= 1 and <= 7) rows.Add(Row(tile, type, x, y, options));
        }
    }

    // Centroids are counted from 0 and from the middle of pixels, as OpenCV's moments have them. Of an even side the centre is the pixel right of and below the middle.
    private static PatchRow Row(CoNSePFolder.Tile tile, double type, double x, double y, CoNSePOptions options) => new()
    {
        Path = new ImageRegion(CornerOf(x, options.PatchSize), CornerOf(y, options.PatchSize), options.PatchSize, options.PatchSize).Of(tile.Image),
        Source = Path.GetFileNameWithoutExtension(tile.Image),
        Label = CoNSePLabels.NameOf((int)type, options.Classes),
        X = (float)x,
        Y = (float)y,
    };

    private static int CornerOf(double centre, int size) => (int)Math.Floor(centre + 0.5) - size / 2;
}
