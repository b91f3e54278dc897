using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Ranking;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class RankingReportTests
{
    [TestMethod]
    public void ThePageShowsEachNetworkAndNothingIsMarkupByAccident()
    {
        var page = RankingReport.Render(Made([
            new("resnet18", "/a/<b>.pth", StartKind.Pretrained, LogME: -0.5, HScore: 1.2, Features: 512, Parameters: 11_200_000, ForwardSeconds: 3, StepSeconds: 0.8, StepImages: 32, StepBytes: 1_300_000_000),
            new("resnet18", "other.pth", StartKind.Pretrained, LogME: -0.52, HScore: 1.1, Features: 512, Parameters: 11_200_000, ForwardSeconds: 3, StepSeconds: 0.9, StepImages: 32),
            new("resnet50", "none", StartKind.Scratch, LogME: -0.6, HScore: 0.9, Features: 2048, Parameters: 23_500_000, ForwardSeconds: 9, Problem: "Out of memory."),
            new("vgg16", "absent.pth", StartKind.Pretrained, Problem: "There is no such file."),
        ]));
        StringAssert.Contains(page, "&lt;b&gt;.pth");
        Assert.DoesNotContain("<b>.pth", page);
        StringAssert.Contains(page, "from scratch");
        StringAssert.Contains(page, "Out of memory.");
        StringAssert.Contains(page, "There is no such file.");
        StringAssert.Contains(page, ">resnet18, other.pth</text>", "Two weights of one network are told apart.");
        StringAssert.Contains(page, "1.3 GB");
        Assert.AreEqual(4, page.Split("class=\"point ").Length - 1, "Two networks in two charts: those with a step.");
        Assert.DoesNotContain("<script", page);
    }

    [TestMethod]
    public void WithoutFiguresThereIsNoChart()
    {
        var page = RankingReport.Render(Made([new("vgg16", "absent.pth", StartKind.Pretrained, Problem: "There is no such file.")]));
        Assert.DoesNotContain("<svg", page);
        StringAssert.Contains(page, "There is no such file.");
    }

    [TestMethod]
    public void FiguresSurviveTheFile()
    {
        var made = Made([new("resnet18", "none", StartKind.Scratch, LogME: -0.5, HScore: 1.2, Labels: [new("a", 9, -0.4, 0.1), new("b", 3, double.NaN, double.NaN)])]);
        var read = RunJson.ReadRanking(RunJson.Write(made));
        Assert.AreEqual(-0.5, read.Networks[0].LogME);
        Assert.IsTrue(double.IsNaN(read.Networks[0].StepSeconds));
        Assert.IsFalse(read.Networks[0].Labels[1].IsScored);
        Assert.AreEqual(RunJson.Write(made), RunJson.Write(read));
    }

    [TestMethod]
    public void TheBestComesFirstAndThoseWithoutFiguresLast()
    {
        var order = RankingResult.InOrder([new("a", "none", StartKind.Scratch), new("b", "none", StartKind.Scratch, LogME: -2), new("c", "none", StartKind.Scratch, LogME: -1)]);
        CollectionAssert.AreEqual(new[] { "c", "b", "a" }, order.Select(network => network.Network).ToArray());
    }

    [TestMethod]
    [DataRow("imagenet1k-v1", "imagenet1k-v1")]
    [DataRow("/a/b.pth", "b.pth")]
    [DataRow("runs/first/model.zip", "first/model.zip")]
    [DataRow("runs/first/", "first")]
    public void WeightsAreCalledByTheirFileOrRun(string weights, string name) => Assert.AreEqual(name, new RankedNetwork("resnet18", weights, StartKind.Pretrained).ShortWeights);

    [TestMethod]
    public void NamesKeepClearOfPointsAndOfEachOther()
    {
        var points = Enumerable.Range(0, 12).Select(i => (X: 60 + 25.0 * (i % 4), Y: 60 + 22.0 * (i / 4), Name: $"network{i}")).ToArray();
        var places = PointNames.Find(points, 9, (0, 0, 300, 200));
        Assert.IsTrue(places.Any(place => place is not null));
        for (var i = 0; i < points.Length; i++)
            if (places[i] is { } place)
            {
                var left = place.X - place.Anchor switch { "start" => 0, "end" => 6 * 8, _ => 3 * 8 };
                foreach (var (x, y, _) in points)
                    Assert.IsFalse(x > left && x < left + 6 * 8 && Math.Abs(y - (place.Y - 4)) < 9, $"The name of point {i} covers the point at {x}, {y}.");
            }
        Assert.AreEqual("end", PointNames.Find([(290, 50, "resnet18")], 9, (0, 0, 300, 200))[0]!.Value.Anchor, "No room at the right.");
    }

    [TestMethod]
    public void AnAxisOfRatiosHasRoundTicksAroundItsNumbers()
    {
        var axis = ChartAxis.Ratios("s", [0.8, 31]);
        CollectionAssert.AreEqual(new[] { "0.5", "1", "2", "5", "10", "20", "50" }, axis.Ticks.Select(axis.Label).ToArray());
        Assert.AreEqual(0.5, axis.Share(5), 1e-12);
    }

    private static RankingResult Made(IReadOnlyList<RankedNetwork> networks) => new(
        new Pipeline("made-up", new(DatasetKind.Csv, Csv: "a.csv", LabelColumn: "kind"), new(TaskKind.Multiclass)), ["x", "y"], 60, 1200, "cpu", 2,
        new(2026, 1, 31, 14, 25, 0, TimeSpan.FromHours(1)), 83, [], networks, [], new Dictionary<string, string>());
}
