using System.Globalization;
using System.Text.RegularExpressions;
using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Contracts;

/// <summary>What holds for every row of published weights.</summary>
[TestClass]
public sealed partial class PublishedWeightsTests
{
    public static IEnumerable<object[]> Rows => PublishedWeights.All.Select(row => new object[] { row.Reference });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void ARowIsWhole(string reference)
    {
        var (backbone, row) = PublishedWeights.Find(reference);
        Assert.AreEqual("https", row.Url.Scheme);
        Assert.IsEmpty(row.Url.Query);
        if (row.Sha256 is { } hash) StringAssert.Matches(hash, Hash());
        Assert.IsNotEmpty(row.Licence.Trim());
        Assert.IsGreaterThanOrEqualTo(backbone.MinimumSize, row.Input.Crop);
        Assert.IsGreaterThanOrEqualTo(row.Input.Crop, row.Input.Resize);
        Assert.AreEqual(row.Outputs, row.OutputNames?.Count ?? row.Outputs, "Every output has a name, or none has.");
        if (row.Note is { } note) Assert.EndsWith(".", note);
        Assert.IsFalse(BackboneTable.All.TryFind(row.Name, out _), "On a command line, the weights' name must not be read as a network's.");
        Assert.DoesNotContain(":", row.Name);
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void TheRangeIsOneThatItsPublisherUses(string reference)
    {
        var preprocessing = PublishedWeights.Find(reference).Definition.Preprocessing;
        var (minimum, maximum) = preprocessing.Range;
        Assert.Contains(preprocessing.Channels, new[] { 1, 3 });
        Assert.HasCount(preprocessing.Mean.Count, preprocessing.Std);
        if (reference.Contains(":xrv-", StringComparison.Ordinal))
        {
            Assert.AreEqual(1, preprocessing.Channels);
            Assert.AreEqual(-1024, minimum, 1e-3);
            Assert.AreEqual(1024, maximum, 1e-3);
        }
        else
        {
            // ImageNet's mean and deviation give -2.12 to 2.64; the others -1 to 1.
            Assert.IsInRange(-2.2, -0.9, minimum);
            Assert.IsInRange(0.9, 2.7, maximum);
        }
    }

    [TestMethod]
    public void FilesThatDifferHaveNamesThatDifferOnAnyDisk()
    {
        foreach (var sameName in PublishedWeights.All.GroupBy(row => row.Definition.FileName, StringComparer.OrdinalIgnoreCase))
            Assert.HasCount(1, sameName.Select(row => row.Definition.Url).Distinct().ToList(), sameName.Key);
        foreach (var row in PublishedWeights.All) Assert.AreEqual(row, PublishedWeights.Find(row.Reference));
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void TheAddressAndTheFigureAreThePublishers(string reference)
    {
        var row = PublishedWeights.Find(reference).Definition;
        // Contracts/Fixtures/published-weights.py says where the list comes from.
        var list = File.ReadLines(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Contracts", "Fixtures", "published-weights.csv"))
            .Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[1], cells => cells[2]);
        Assert.IsTrue(list.TryGetValue(row.Url.AbsoluteUri, out var top1), $"Is {row.Url} published? Then it belongs in published-weights.csv.");
        if (top1!.Length > 0 && row.Top1 is { } ours) Assert.AreEqual(double.Parse(top1, CultureInfo.InvariantCulture), ours, 0.01);
    }

    [TestMethod]
    public void TheFindingsOfTorchxrayvisionKeepTheirOrder()
    {
        // torchxrayvision/models.py: model_urls['nih'] and ['rsna'].
        var nih = PublishedWeights.Find("densenet121:xrv-nih").Definition.OutputNames!;
        Assert.AreEqual("Atelectasis|Consolidation|Infiltration|Pneumothorax|Edema|Emphysema|Fibrosis|Effusion|Pneumonia|Pleural_Thickening|Cardiomegaly|Nodule|Mass|Hernia||||",
            string.Join('|', nih));
        var rsna = PublishedWeights.Find("densenet121:xrv-rsna").Definition;
        Assert.AreEqual("||||||||Pneumonia||||||||Lung Opacity|", string.Join('|', rsna.OutputNames!));
        Assert.StartsWith("kaggle-", rsna.FileName);
        var chex = PublishedWeights.Find("densenet121:xrv-chex").Definition.OutputNames!;
        Assert.AreEqual("Atelectasis|Consolidation||Pneumothorax|Edema|||Effusion|Pneumonia||Cardiomegaly||||Lung Lesion|Fracture|Lung Opacity|Enlarged Cardiomediastinum", string.Join('|', chex));
    }

    [GeneratedRegex("^[0-9a-f]{8,64}$")]
    private static partial Regex Hash();
}
