using System.Text.Json;
using MlNetTL.Evaluation;
using MlNetTL.Foundation;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training.Tasks;

/// <summary>Grades and numbers beside PyTorch, scikit-learn, SciPy and searches of everything (Fixtures/grades_and_numbers.py).</summary>
[TestClass]
public sealed class GradeFormulaTests
{
    private static readonly JsonElement s_fixture =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Training", "Tasks", "Fixtures", "grades_and_numbers.json"))).RootElement;

    [TestMethod]
    public void CoralsLossIsTheSumOfPyTorchsOverQuestions()
    {
        var fixture = s_fixture.GetProperty("coral");
        var importance = Doubles(fixture.GetProperty("importance"));
        foreach (var (name, task) in new[] { ("plain", new CoralTask(null)), ("weighted", new CoralTask(importance)), ("plain", new CoralTask([1, 1, 1, 1])) })
        {
            using var scope = NewDisposeScope();
            var rows = fixture.GetProperty("logits").EnumerateArray().Select(Floats).ToArray();
            var logits = tensor(rows.SelectMany(row => row).ToArray(), [5, 4]).requires_grad_();
            Check(fixture.GetProperty(name), task.Loss(logits, tensor(Floats(fixture.GetProperty("grades")), [5, 1]), null, new CrossEntropy()), logits);
        }
    }

    // The example in the documentation of coral-pytorch's coral_loss, whose levels are the grades 2, 1 and 4.
    [TestMethod]
    public void CoralsLossIsThatOfItsAuthorsExample()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 2.1f, 1.8f, -2.1f, -1.8f, 1.9f, -1f, -1.5f, -1.3f, 1.9f, 1.8f, 1.7f, 1.6f }, [3, 4]);
        Assert.AreEqual(0.6920, new CoralTask(null).Loss(logits, tensor(new[] { 2f, 1, 4 }, [3, 1]), null).item<float>(), 5e-5);
    }

    [TestMethod]
    public void GradesFollowFromTheAnswersInOrder()
    {
        float[] logits = [3, 0.5f, -1, -4];
        var grader = CoralGrader.Instance;
        Assert.AreEqual(2, grader.CallOf(logits));
        double[] above = [.. logits.Select(logit => 1 / (1 + Math.Exp(-logit)))];
        double[] expected = [1 - above[0], above[0] - above[1], above[1] - above[2], above[2] - above[3], above[3]];
        var found = grader.ProbabilitiesOf(logits);
        for (var k = 0; k < 5; k++) Assert.AreEqual(expected[k], found[k], 1e-7);
        Assert.AreEqual(1, found.Sum(), 1e-6);
        Assert.AreEqual(expected.Select((p, k) => k * p).Sum(), grader.PositionOf(logits), 1e-6);
        // Biases out of order change neither the grade nor what probabilities must be.
        float[] crossed = [0.5f, 3, -4, -1];
        Assert.AreEqual(2, grader.CallOf(crossed));
        CollectionAssert.AreEqual(found, grader.ProbabilitiesOf(crossed));
        Assert.AreEqual(0, grader.CallOf([0, 0]), "The paper's rank counts what is above 1/2.");
    }

    [TestMethod]
    public void LossesAndFiguresOfNumbersAreThoseOfPyTorchAndScikitLearn()
    {
        var fixture = s_fixture.GetProperty("numbers");
        var scale = new TargetScale(fixture.GetProperty("mean").GetDouble(), fixture.GetProperty("deviation").GetDouble());
        var (outputs, labels) = (Floats(fixture.GetProperty("outputs")), Floats(fixture.GetProperty("labels")));
        var task = new RegressionTask(scale);
        foreach (var (name, loss) in new[] { ("squaredError", task.DefaultLoss), ("absoluteError", new AbsoluteError()), ("huber", new Huber(0.5)) })
        {
            using var scope = NewDisposeScope();
            var x = tensor(outputs, [7, 1]).requires_grad_();
            Check(fixture.GetProperty(name), task.Loss(x, tensor(labels, [7, 1]), null, loss), x);
        }
        foreach (var (metric, name) in new[] { (ValidationMetric.MeanAbsoluteError, "mae"), (ValidationMetric.RootMeanSquaredError, "rmse"), (ValidationMetric.RSquared, "r2") })
            Assert.AreEqual(fixture.GetProperty(name).GetDouble(), task.Measure(metric, ["x"], [.. outputs.Select(x => new[] { x })], [.. labels.Select(x => new[] { x })]), 1e-6);
        Assert.IsTrue(double.IsNaN(NumberMeasures.RSquared([1, 2], [3, 3])));
        var learned = ((RegressionTask)task.LearnedFrom(["x"], [[1], [2], [6]], [true])).Targets!;
        Assert.AreEqual(3, learned.Mean, 1e-12);
        Assert.AreEqual(Math.Sqrt(14.0 / 3), learned.Deviation, 1e-12);
        Assert.AreEqual(6, learned.Restore((float)(3 / learned.Deviation)), 1e-6);
    }

    [TestMethod]
    public void NoCutPointsGiveAHigherKappa()
    {
        foreach (var search in s_fixture.GetProperty("searches").EnumerateArray())
        {
            var (count, numbers, grades) = (search.GetProperty("count").GetInt32(), Doubles(search.GetProperty("numbers")), Floats(search.GetProperty("grades")).Select(grade => (int)grade).ToArray());
            var points = KappaCutPoints.Find(numbers, grades, count)!;
            Assert.HasCount(count - 1, points);
            CollectionAssert.AreEqual(points.Order().ToArray(), points);
            Assert.IsTrue(points.All(double.IsFinite));
            var cuts = GradeCuts.At(points, 0.5);
            var confusion = Enumerable.Range(0, count).Select(_ => new int[count]).ToArray();
            for (var i = 0; i < grades.Length; i++) confusion[grades[i]][cuts.GradeOf(numbers[i])]++;
            Assert.AreEqual(search.GetProperty("kappa").GetDouble(), Kappa.Quadratic(confusion), 1e-9, $"{search}");
        }
        Assert.IsNull(KappaCutPoints.Find([1, 2, 3], [4, 4, 4], 5));
    }

    [TestMethod]
    public void ThousandsOfRowsAreCutInAMoment()
    {
        var random = new RowRandom(1, "cuts");
        int[] grades = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextInt(5))];
        double[] numbers = [.. grades.Select(grade => grade + random.NextGaussian())];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var points = KappaCutPoints.Find(numbers, grades, 5)!;
        Assert.IsLessThan(20, clock.Elapsed.TotalSeconds);
        // As many of each grade and one spread: the symmetry of the rows is that of the cuts.
        Assert.AreEqual(2, (points[0] + points[3]) / 2, 0.1);
        Assert.AreEqual(2, (points[1] + points[2]) / 2, 0.1);
    }

    [TestMethod]
    public void ScoresOfCutPointsAreSharesOfANormalDistribution()
    {
        foreach (var row in s_fixture.GetProperty("normal").EnumerateArray())
        {
            var (x, expected) = (row[0].GetDouble(), row[1].GetDouble());
            Assert.AreEqual(expected, NormalDistribution.Below(x), 1e-12 * expected + 1e-300, $"{x}");
        }
        var cuts = GradeCuts.At([0.5, 1.25], 0.5);
        var scores = cuts.Probabilities(1);
        double[] expectedScores = [NormalDistribution.Below(-1), NormalDistribution.Below(0.5) - NormalDistribution.Below(-1), 1 - NormalDistribution.Below(0.5)];
        for (var k = 0; k < 3; k++) Assert.AreEqual(expectedScores[k], scores[k], 1e-7);
        Assert.AreEqual(1, cuts.GradeOf(1));
        Assert.AreEqual(0, cuts.GradeOf(0.5), "At a cut point, the lower grade.");
    }

    [TestMethod]
    public void KappasIntervalIsAsWideAsKappaSpreads()
    {
        var fixture = s_fixture.GetProperty("kappaSpread");
        var confusion = fixture.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray()).ToArray();
        var interval = Kappa.Interval(confusion, Kappa.Squared);
        var kappa = Kappa.Quadratic(confusion);
        Assert.AreEqual(kappa, (interval.Low + interval.High) / 2, 1e-12);
        // 4000 draws tell a spread to about 1 %.
        Assert.AreEqual(fixture.GetProperty("spread").GetDouble(), (interval.High - interval.Low) / 2 / 1.959964, 0.04 * fixture.GetProperty("spread").GetDouble());
        Assert.IsFalse(Kappa.Interval([[5, 0], [0, 0]], Kappa.Squared).IsKnown);
    }

    private static void Check(JsonElement expected, Tensor loss, Tensor input)
    {
        loss.backward();
        Assert.AreEqual(expected.GetProperty("value").GetDouble(), loss.item<float>(), 2e-6);
        var gradient = Floats(expected.GetProperty("gradient"));
        var found = input.grad!.flatten().data<float>().ToArray();
        for (var i = 0; i < gradient.Length; i++) Assert.AreEqual(gradient[i], found[i], 1e-6f);
    }

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];

    private static double[] Doubles(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetDouble())];
}
