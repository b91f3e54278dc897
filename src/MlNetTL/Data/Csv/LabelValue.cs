namespace MlNetTL.Data;

/// <summary>The four values that a label of an uncertain data set takes: 1 (present), 0 (absent), -1 (uncertain) and blank (not mentioned).</summary>
internal static class LabelValue
{
    /// <summary>What a reader tells a person who wrote anything else.</summary>
    public const string Expected = "1 (present), 0 (absent), -1 (uncertain) or blank (not mentioned)";

    /// <summary>Reads one value; blank becomes NaN.</summary>
    public static bool TryParse(string text, out float value)
    {
        (var known, value) = text switch
        {
            "" => (true, float.NaN),
            "1.0" or "1" => (true, 1f),
            "0.0" or "0" => (true, 0f),
            "-1.0" or "-1" => (true, -1f),
            _ => (false, float.NaN),
        };
        return known;
    }
}
