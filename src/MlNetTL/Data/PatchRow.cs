namespace MlNetTL.Data;

/// <summary>A patch that is cut from a larger image. The names of the properties are the names of the columns.</summary>
internal sealed class PatchRow
{
    public required string Path { get; init; }

    public required string Source { get; init; }

    public required string Label { get; init; }

    public required float X { get; init; }

    public required float Y { get; init; }
}
