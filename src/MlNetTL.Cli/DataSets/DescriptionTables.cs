using MlNetTL.Experiments.Describing;
using MlNetTL.Experiments.Report;
using Spectre.Console;

namespace MlNetTL.Cli.DataSets;

/// <summary>What data hold, as tables for the terminal.</summary>
internal sealed class DescriptionTables(IAnsiConsole console)
{
    private const int Named = 5;

    /// <summary>Writes everything.</summary>
    public void Write(DataDescription description)
    {
        Sets(description.Sets);
        Labels(description.Sets);
        foreach (var note in description.Notes) console.MarkupLineInterpolated($"{note}");
        if (description.Findings is { } findings) Images(findings);
    }

    /// <summary>Images, patients and so on of each set.</summary>
    public void Sets(IReadOnlyList<DescribedSet> sets)
    {
        var table = New(["Set"], ["Images", "Patients", "Studies", "Sources"]);
        foreach (var set in sets) table.AddRow(set.Name.EscapeMarkup(), $"{set.Images:N0}", Count(set.Patients), Count(set.Studies), Count(set.Sources));
        console.Write(table);
    }

    /// <summary>The counts of each label in each set.</summary>
    public void Labels(IReadOnlyList<DescribedSet> sets)
    {
        var areClasses = sets.All(set => set.Labels.All(label => label.Absent is null));
        var table = areClasses ? New(["Set", "Class"], ["Images"]) : New(["Set", "Label"], ["Present", "Absent", "Uncertain", "Blank"]);
        foreach (var set in sets)
            foreach (var label in set.Labels)
                table.AddRow([set.Name.EscapeMarkup(), label.Name.EscapeMarkup(), $"{label.Present:N0}", .. areClasses ? [] : new[] { Count(label.Absent), Count(label.Uncertain), Count(label.Blank) }]);
        if (table.Rows.Count > 0) console.Write(table);
    }

    private void Images(ImageFindings findings)
    {
        console.MarkupLineInterpolated($"{findings.Images:N0} images were read in {Figures.Duration(findings.Seconds)}.");
        var table = New(["Format"], ["Width", "Height", "Bands", "Bits", "Images"]);
        foreach (var kind in findings.Kinds.Take(2 * Named)) table.AddRow(kind.Format, $"{kind.Width}", $"{kind.Height}", $"{kind.Bands}", $"{kind.Bits}", $"{kind.Images:N0}");
        if (findings.Kinds.Count > 2 * Named) table.AddRow($"… {findings.Kinds.Count - 2 * Named:N0} more", "", "", "", "", $"{findings.Kinds.Skip(2 * Named).Sum(kind => kind.Images):N0}");
        console.Write(table);
        List("unreadable", [.. findings.Unreadable.Select(image => $"{image.Path}: {image.Reason}")]);
        List("blank", findings.Blank);
        List("listed under several names", [.. findings.Duplicates.Select(group =>
            $"{string.Join(" = ", group.Images.Take(Named).Select(image => $"{image.Path} ({image.Set})"))}{(group.Images.Count > Named ? ", …" : "")}"
            + $"{(group.AcrossSets ? "; in several sets" : "")}{(group.AcrossPatients ? "; of several patients" : "")}{(group.AcrossLabels ? "; with different labels" : "")}")], "groups of the same image are");
        if (findings.Store is { } store) console.MarkupLineInterpolated($"{Runs.DiskNeed.Words(store)}{(store.Fits ? "" : " They do not fit.")}");
    }

    private void List(string what, IReadOnlyList<string> items, string things = "images are")
    {
        if (items.Count == 0)
        {
            console.MarkupLineInterpolated($"No image is {what}.");
            return;
        }
        console.MarkupLineInterpolated($"[yellow]{items.Count:N0} {things} {what}:[/]");
        foreach (var item in items.Take(2 * Named)) console.MarkupLineInterpolated($"  {item}");
        if (items.Count > 2 * Named) console.MarkupLineInterpolated($"  … and {items.Count - 2 * Named:N0} more (--output lists all).");
    }

    private Table New(string[] texts, string[] numbers)
    {
        var table = new Table { Border = console.Profile.Capabilities is { Unicode: true, Ansi: true } ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var text in texts) table.AddColumn(text);
        foreach (var number in numbers) table.AddColumn(new TableColumn(number).RightAligned());
        return table;
    }

    private static string Count(int? count) => count is { } known ? $"{known:N0}" : "–";
}
