namespace MlNetTL.Data;

/// <summary>One patch of the manifest. The names of the properties are the names of the columns.</summary>
internal sealed class BigEarthNetRow
{
    public required string Path { get; init; }

    public required string Source { get; init; }

    public required string Split { get; init; }

    public required float[] Labels { get; init; }
}
