using System.Globalization;
using MlNetTL.Backbones;

namespace MlNetTL.Tests.Architecture;

/// <summary>The README's table of networks is written from the table in the code.</summary>
[TestClass]
public sealed class ReadmeBackboneTableTests
{
    private const string Begin = "<!-- networks: begin -->\n";
    private const string End = "<!-- networks: end -->";

    private static string File => Path.Combine(Repository.Root, "README.md");

    [TestMethod]
    public void TheReadmeListsEveryNetworkWithItsWeightsAndTheirLicence()
    {
        var readme = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        Assert.IsTrue(begin >= 0 && end > begin, $"README.md must hold the lines '{Begin.TrimEnd()}' and '{End}', in this order.");
        var generated = $"{readme[..(begin + Begin.Length)]}{Table()}{readme[end..]}";
        if (Environment.GetEnvironmentVariable("MLNETTL_WRITE_README") == "1") System.IO.File.WriteAllText(File, readme = generated);
        Assert.AreEqual(generated, readme, "The table of networks in README.md must be the one of the code. Run this test once with MLNETTL_WRITE_README=1 and commit the file.");
    }

    private static string Table()
    {
        string[] lines =
        [
            "| Network | Parameters | Images | Weights |",
            "|---|---|---|---|",
            .. BackboneTable.All.Rows.Select(row => $"| {row.Name} | {Millions(row.ParameterCount)} M | {row.DefaultSize} px, at least {row.MinimumSize} | {Weights(row)} |"),
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string Weights(BackboneDefinition row) => row.Weights.Count == 0
        ? "none published"
        : string.Join("; ", row.Weights.GroupBy(weights => weights.Licence).Select(group => $"{string.Join(", ", group.Select(weights => $"`{weights.Name}`{Top1(weights)}"))}: {group.Key}"));

    private static string Top1(WeightsDefinition weights) => weights.Top1 is { } percent ? string.Create(CultureInfo.InvariantCulture, $" {percent:0.0} %") : "";

    private static string Millions(long count) => (count / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
