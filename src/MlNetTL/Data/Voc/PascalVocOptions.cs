namespace MlNetTL.Data;

/// <summary>What to read of a folder in Pascal VOC's form.</summary>
/// <param name="Split">The list of images to read, such as <c>train</c> for <c>ImageSets/Main/train.txt</c>; null for all annotations.</param>
/// <param name="Shape">A square around each box, or the box itself.</param>
/// <param name="Scale">The sides of what is cut out, in sides of the box; above 0, at most 100. 1.5 shows a quarter of a side more on each side.</param>
/// <param name="PatchSize">The side of the square in pixels, the same for all objects, so that their size can be seen; takes the place of
/// <paramref name="Shape"/> and <paramref name="Scale"/>. Null for squares that grow with the boxes.</param>
/// <param name="MinimumSide">Boxes of which a side has fewer pixels are left out and counted.</param>
/// <param name="CheckFiles">Whether to look if each image can be opened and has the size that its annotation says.</param>
public sealed record PascalVocOptions(
    string? Split = null, PascalVocShape Shape = PascalVocShape.Square, double Scale = 1, int? PatchSize = null, int MinimumSide = 2, bool CheckFiles = false)
{
    internal const double MostScale = 100;

    internal void Validate()
    {
        var problems = new List<string>();
        if (!(Scale > 0 && Scale <= MostScale)) problems.Add($"Scale must lie above 0 and be at most {MostScale}. Received: {Scale}.");
        if (PatchSize is < 1 or > CoNSePOptions.MostPatchSize) problems.Add($"PatchSize must be 1 to {CoNSePOptions.MostPatchSize} pixels. Received: {PatchSize}.");
        if (!Enum.IsDefined(Shape)) problems.Add($"Shape must be Square or Box. Received: {Shape}.");
        if (MinimumSide < 1) problems.Add($"MinimumSide must be at least 1 pixel. Received: {MinimumSide}.");
        if (Split is { } split && (split.Length == 0 || !RelativePath.StaysInside(split) || split.AsSpan().ContainsAny('/', '\\')))
            problems.Add($"Split must be the name of a list in ImageSets/Main, without its ending. Received: '{split}'.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }
}
