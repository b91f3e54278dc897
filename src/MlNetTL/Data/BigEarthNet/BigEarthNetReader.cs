using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Foundation;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Data;

/// <summary>Reads the patches of a BigEarthNet folder: one image of several bands each.</summary>
internal static class BigEarthNetReader
{
    /// <summary>The patches as ML.NET's view of them. Those that are left out are told by a warning.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, BigEarthNetOptions options)
    {
        var rows = Read(folder, options, out var leftOut);
        using var channel = Environments.Of(catalog).Register(nameof(BigEarthNetReader)).Start("Load BigEarthNet");
        if (leftOut.Count > 0)
            channel.Warning($"{leftOut.Values.Sum():N0} of {rows.Count + leftOut.Values.Sum():N0} patches are left out: "
                + $"{string.Join(", ", leftOut.Select(reason => $"{reason.Value:N0} {reason.Key}"))}.");
        return catalog.LoadFromEnumerable(rows, SlotNames.Describe<BigEarthNetRow>(nameof(BigEarthNetRow.Labels), BigEarthNetLabels.Choose(options.Classes, options.Labels)));
    }

    /// <summary>The patches, in the order of their names (version 1) or of the metadata (version 2).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What to read.</param>
    /// <param name="leftOut">How many were left out, by the reason.</param>
    public static List<BigEarthNetRow> Read(string folder, BigEarthNetOptions options, out Dictionary<string, int> leftOut)
    {
        options.Validate();
        var labels = BigEarthNetLabels.Choose(options.Classes, options.Labels);
        var bands = options.Bands ?? BigEarthNetBands.Ten;
        var problems = new FolderProblems(Path.GetFullPath(folder));
        var archive = BigEarthNetArchive.Read(folder, options.Split, problems);
        leftOut = archive.LeftOut;
        if (options.Classes == BigEarthNetClasses.FortyThree && !archive.HasCorine)
            throw new ArgumentException("Classes must be Nineteen for version 2 of BigEarthNet, which has no others. Received: FortyThree.");
        var patches = new List<BigEarthNetPatch>();
        var rows = new List<BigEarthNetRow>();
        foreach (var patch in archive.Patches)
        {
            if (LabelsOf(patch, archive.HasCorine, options.Classes, problems) is not { } present) continue;
            if (present.Count == 0)
            {
                archive.Leave($"without any of the {BigEarthNetLabels.Of(options.Classes).Count} classes", 1);
                continue;
            }
            patches.Add(patch);
            rows.Add(new()
            {
                Path = BandFiles.Join([.. bands.Select(patch.FileOf)]),
                Source = patch.Source,
                Split = patch.Split,
                Labels = [.. labels.Select(label => present.Contains(label) ? 1f : 0f)],
            });
        }
        BigEarthNetFiles.Check(patches, bands, options.CheckFiles, problems);
        if (rows.Count == 0 && problems.Count == 0) problems.Add(Path.GetFullPath(folder), $"no patch of {options.Split}", "at least one that is not left out");
        problems.ThrowIfAny();
        return rows;
    }

    // The labels as they are asked for; null where one of them is unknown.
    private static HashSet<string>? LabelsOf(BigEarthNetPatch patch, bool isCorine, BigEarthNetClasses classes, FolderProblems problems)
    {
        var known = isCorine ? BigEarthNetLabels.FortyThree : BigEarthNetLabels.Nineteen;
        var unknown = patch.Labels.Where(label => !known.Contains(label)).ToArray();
        foreach (var label in unknown) problems.Add(patch.Folder, $"the label {DataProblems.Quote(label)}", $"one of the {known.Count} of this version{Suggestion.For(label, known)}");
        if (unknown.Length > 0) return null;
        return [.. isCorine && classes == BigEarthNetClasses.Nineteen ? patch.Labels.Select(BigEarthNetLabels.ToNineteen).OfType<string>() : patch.Labels];
    }
}
