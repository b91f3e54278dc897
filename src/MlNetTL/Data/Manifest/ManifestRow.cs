namespace MlNetTL.Data;

/// <summary>One image of a manifest. The names of the properties are the names of the columns; a manifest has those that were asked for.</summary>
internal sealed class ManifestRow
{
    public required string Path { get; init; }

    public string Patient { get; init; } = "";

    public string Study { get; init; } = "";

    public string Source { get; init; } = "";

    public string Split { get; init; } = "";

    public string Label { get; init; } = "";

    public float Value { get; init; }

    public float[] Labels { get; init; } = [];
}
