using MlNetTL.Data;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>Checks the settings of data sets whose images are cut from files or put together of them.</summary>
internal static class PatchSettings
{
    private static readonly int[] s_classesOfConsep = [7, 4], s_classesOfBigEarthNet = [19, 43];

    /// <summary>Notes what is wrong.</summary>
    public static void Validate(DataSettings data, ProblemList problems)
    {
        RefuseUseless(data, problems);
        problems.Require(data.PatchSize is null or (>= 1 and <= CoNSePOptions.MostPatchSize), "data.patchSize", $"must lie between 1 and {CoNSePOptions.MostPatchSize} pixels", data.PatchSize);
        problems.Require(data.BoxScale is null or (> 0 and <= PascalVocOptions.MostScale), "data.boxScale", $"must lie above 0 and be at most {PascalVocOptions.MostScale}", data.BoxScale);
        problems.Require(data.PatchSize is null || (data.BoxScale is null && data.BoxShape is null), "data.patchSize", "must be absent where 'boxShape' or 'boxScale' is given", data.PatchSize);
        var classes = data.Dataset == DatasetKind.Consep ? s_classesOfConsep : s_classesOfBigEarthNet;
        if (data.Definition.Takes(nameof(DatasetRequest.Classes)) && data.Classes is { } count)
            problems.Require(classes.Contains(count), "data.classes", $"must be {classes[0]} or {classes[1]} for '{data.Definition.Name}'", count);
        if (data.Dataset == DatasetKind.Bigearthnet && BigEarthNetBands.Problem(data.Bands) is { } problem) problems.Require(false, "data.bands", problem, string.Join(", ", data.Bands!));
    }

    private static void RefuseUseless(DataSettings data, ProblemList problems)
    {
        var given = new (string Setting, string Name, object? Value)[]
        {
            (nameof(DatasetRequest.PatchSize), "data.patchSize", data.PatchSize),
            (nameof(DatasetRequest.Classes), "data.classes", data.Classes),
            (nameof(DatasetRequest.BoxShape), "data.boxShape", data.BoxShape),
            (nameof(DatasetRequest.BoxScale), "data.boxScale", data.BoxScale),
        };
        foreach (var (setting, name, value) in given)
            problems.Require(value is null || data.Definition.Takes(setting), name, $"must be absent for '{data.Definition.Name}', which has no use for it", value);
    }
}
