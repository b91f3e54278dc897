using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Describing;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;

namespace MlNetTL.Cli.DataSets;

/// <summary>Compares data with what their publishers say, and with themselves.</summary>
internal sealed class Verification(Pipeline pipeline, DataRows rows, CancellationToken cancel)
{
    private const int Named = 5;

    private readonly List<string> _differences = [];
    private readonly List<string> _agreements = [];

    /// <summary>What is not as it should be, a sentence each.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>What was compared and found right.</summary>
    public IReadOnlyList<string> Agreements => _agreements;

    /// <summary>Compares.</summary>
    public void Run()
    {
        foreach (var note in rows.Notes.Where(note => note.StartsWith("The set ", StringComparison.Ordinal))) _differences.Add(note);
        if (PublishedCounts.Of(pipeline.Data.Definition.Name) is { } published && pipeline.Data.Split is null)
            foreach (var set in published.Sets) Compare(set, published.Source);
        RequireFiles();
        RequireOnce();
        RequirePatientsApart();
    }

    private void Compare(PublishedSet set, string source)
    {
        LabelledImage[] images = [.. set.Set is { } name ? rows.Of(name) : rows.Table.Rows];
        var what = set.Set is null ? "The data set" : $"'{set.Set}'";
        if (images.Length == 0)
        {
            if (!rows.Notes.Any(note => note.Contains($"'{set.Set}'", StringComparison.Ordinal))) _differences.Add($"{what} has no image; published are {set.Images:N0} ({source}). Likely: the pipeline does not name it, or it is not on this disk.");
            return;
        }
        var found = DataDescriber.Describe(set.Set ?? "all", images, rows.Table);
        if (found.Images != set.Images) _differences.Add($"{what} has {found.Images:N0} images; published are {set.Images:N0} ({source}). Likely: {WhyImages(found.Images, set.Images)}.");
        else _agreements.Add($"{what} has {found.Images:N0} images, as published.");
        Compare(what, "patients", found.Patients, set.Patients, found.Images, set.Images);
        Compare(what, "studies", found.Studies, set.Studies, found.Images, set.Images);
        foreach (var label in set.Labels ?? []) Compare(what, label, found, set);
    }

    private void Compare(string what, string things, int? found, int? published, int images, int publishedImages)
    {
        if (published is not { } expected) return;
        if (found == expected) _agreements.Add($"{what} has {expected:N0} {things}, as published.");
        else if (found is null) _differences.Add($"{what} names no {things}; published are {expected:N0}.");
        else _differences.Add($"{what} has {found:N0} {things}; published are {expected:N0}. Likely: {(images == publishedImages ? "names were changed" : "what makes the images differ")}.");
    }

    private void Compare(string what, PublishedLabel label, DescribedSet found, PublishedSet set)
    {
        if (found.Labels.FirstOrDefault(count => count.Name == label.Name) is not { } count)
        {
            if (rows.Table.LabelNames.Count == 0) _differences.Add($"{what} has no image of class '{label.Name}'; published are {label.Present:N0}.");
            return;
        }
        (string Name, int? Found, int? Published)[] values = [("present", count.Present, label.Present), ("absent", count.Absent, label.Absent), ("uncertain", count.Uncertain, label.Uncertain), ("blank", count.Blank, label.Blank)];
        var differing = values.Where(value => value.Published is not null && value.Found != value.Published).ToArray();
        if (differing.Length == 0)
        {
            _agreements.Add($"{what}, '{label.Name}': as published.");
            return;
        }
        _differences.Add($"{what}, '{label.Name}': {string.Join(", ", differing.Select(value => $"{value.Name} in {value.Found:N0} (published {value.Published:N0})"))}."
            + (found.Images == set.Images ? $" Likely: {WhyLabels(values)}." : ""));
    }

    private string WhyImages(int found, int published)
    {
        if (pipeline.Data.View != CheXpertView.All && pipeline.Data.Definition.Takes(nameof(DatasetRequest.View)))
            return $"the pipeline reads {pipeline.Data.View.ToString().ToLowerInvariant()} views only (data.view)";
        if (pipeline.Data.Definition.Name == "bigearthnet") return "version 1 (590,326 patches before snow and clouds are left out), or a part of it; the published figure is that of version 2";
        if (pipeline.Data.Definition.Name == "eyepacs" && published - found == EyePacsLabels.BlankImages.Count)
            return "the images that are known to be blank, which are left out";
        return found > published ? "rows were added, or images are listed twice" : $"a part of the data set, {(double)found / published:P1} of it, or a torn copy of its table";
    }

    private static string WhyLabels((string Name, int? Found, int? Published)[] values) => values switch
    {
        _ when values[2].Published > 0 && values[2].Found == 0 => "uncertain labels were mapped to other values in the file already",
        _ when values[3].Published > 0 && values[3].Found == 0 => "blank labels were filled in the file already",
        _ => "labels of another release, or changed ones",
    };

    private void RequireFiles()
    {
        string[] files = [.. rows.Table.Rows.SelectMany(row => BandFiles.FilesOf(row.Path)).Distinct()];
        var missing = files.AsParallel().AsOrdered().WithCancellation(cancel).Where(file => !IsThere(file)).ToArray();
        if (missing.Length == 0) _agreements.Add($"All {files.Length:N0} files are there.");
        else _differences.Add($"{missing.Length:N0} of {files.Length:N0} files are missing: {List(missing.Select(file => ImageNames.Of(file, rows.Folder)))}. "
            + (missing.Length == files.Length ? "Likely: the images lie in another folder than the table says." : "Likely: an archive that was not unpacked, or not to its end."));
    }

    private static bool IsThere(string file) => ImageKey.Of(file) is not null;

    private void RequireOnce()
    {
        var twice = rows.Table.Rows.Select((row, i) => (row.Path, Set: rows.Sets[i])).GroupBy(pair => pair.Path).Where(group => group.Count() > 1).ToArray();
        if (twice.Length == 0) _agreements.Add("No image is listed twice.");
        else _differences.Add($"{twice.Length:N0} {(twice.Length == 1 ? "image is" : "images are")} listed more than once: {List(twice.Select(group => $"{ImageNames.Of(group.Key, rows.Folder)} ({string.Join(", ", group.Select(pair => pair.Set))})"))}.");
    }

    private void RequirePatientsApart()
    {
        if (rows.SetNames.Count < 2 || !rows.Table.HasPatients || pipeline.Data.Split is { By: SplitUnit.Image or SplitUnit.Source or SplitUnit.Study }) return;
        var shared = rows.Table.Rows.Select((row, i) => (row.Patient, Set: rows.Sets[i])).Where(pair => pair.Set != "none" && pair.Patient.Length > 0).Distinct()
            .GroupBy(pair => pair.Patient).Where(group => group.Count() > 1).ToArray();
        if (shared.Length == 0) _agreements.Add($"No patient is in two of the sets {string.Join(", ", rows.SetNames)}.");
        else _differences.Add($"{shared.Length:N0} {(shared.Length == 1 ? "patient is" : "patients are")} in several sets: {List(shared.Select(group => $"{group.Key} ({string.Join(", ", group.Select(pair => pair.Set))})"))}. "
            + "Figures on such sets are too good.");
    }

    private static string List(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToArray();
        return string.Join(", ", all.Take(Named)) + (all.Length > Named ? ", …" : "");
    }
}
