using MlNetTL.Cli.Runs;
using MlNetTL.Cli.Splits;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Tests.Cli;

/// <summary>Patches of slides: the table as a reader with sources gives it.</summary>
[TestClass]
public sealed class SourceSplitTests
{
    private static readonly ImageTable s_patches = new("train", [.. Enumerable.Range(0, 300).Select(i => new LabelledImage
    {
        Path = $"/slides/slide{i / 10}/{i}.png", Source = $"slide{i / 10}", Study = $"study{i / 20}", Label = i % 3 == 0 ? "tumour" : "stroma",
    })], [], HasPatients: false);

    [TestMethod]
    [DataRow(null, SplitUnit.Source)]
    [DataRow(SplitUnit.Source, SplitUnit.Source)]
    [DataRow(SplitUnit.Image, SplitUnit.Image)]
    [DataRow(SplitUnit.Study, SplitUnit.Study)]
    public void SlidesStayWholeUnlessAskedOtherwise(SplitUnit? asked, SplitUnit expected)
    {
        var data = Divide(new(By: asked, Test: 0.3));
        Assert.AreEqual(expected, data.Split!.Groups.Unit);
        var shared = data.Train.Rows.Select(row => row.Source).Intersect(data.Test!.Rows.Select(row => row.Source)).Count();
        Assert.AreEqual(expected == SplitUnit.Image, shared > 0);
        var warnings = SetsApart.Require(data);
        // Of each pair of sets: that slides are shared, and studies.
        Assert.HasCount(expected == SplitUnit.Image ? 6 : 0, warnings);
        if (expected == SplitUnit.Image) Assert.IsTrue(warnings.Any(sentence => sentence.Contains("share 30 sources, because the split is by image", StringComparison.Ordinal)), string.Join('\n', warnings));
    }

    [TestMethod]
    public void SharedSlidesAndStudiesAreRefusedWhereTheSplitSaysSo()
    {
        var byImage = Divide(new(By: SplitUnit.Image, Test: 0.3));
        foreach (var (unit, word) in new[] { (SplitUnit.Source, "source"), (SplitUnit.Study, "study") })
        {
            var claimed = byImage with { Split = byImage.Split! with { Groups = byImage.Split!.Groups with { Unit = unit } } };
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => SetsApart.Require(claimed)).Message, $"The train and test sets must not share any {word}. Found ");
        }
    }

    [TestMethod]
    public void ImagesComeFromAsManySlidesAsAskedFor()
    {
        var train = Divide(new(Test: 0.2, Sample: new(Images: 40, Groups: 8))).Train;
        Assert.AreEqual((40, 8), (train.Rows.Count, train.Rows.Select(row => row.Source).Distinct().Count()));
    }

    private static PipelineData Divide(SplitSettings split)
    {
        var pipeline = new Pipeline("patches", new(DatasetKind.Csv, Csv: "/slides/patches.csv", LabelColumn: "label", Split: split), new(TaskKind.Multiclass));
        Assert.IsEmpty(pipeline.Validate());
        var sets = new PipelineSplit(pipeline, s_patches).Divide(_ => true);
        return new(sets.Table("train"), sets.Table("validation"), sets.Table("test"), sets);
    }
}
