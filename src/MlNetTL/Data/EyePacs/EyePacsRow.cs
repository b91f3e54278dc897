namespace MlNetTL.Data;

/// <summary>One image of the manifest. The names of the properties are the names of the columns.</summary>
internal sealed class EyePacsRow
{
    public required string Path { get; init; }

    public required string Patient { get; init; }

    public required string Eye { get; init; }

    public required bool Blank { get; init; }

    // Text in ordinal order is the grades' order: MapValueToKey by value makes an ordered key of it.
    public required string Label { get; init; }

    public required float Grade { get; init; }

    public required float[] Labels { get; init; }
}
