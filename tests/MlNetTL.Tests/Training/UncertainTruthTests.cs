using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

/// <summary>What uncertain labels are trained as is no truth: whatever the policy, validation rows are measured by their certain labels, and they are the same rows.</summary>
[TestClass]
public sealed class UncertainTruthTests
{
    private static readonly UncertainPolicy[] s_policies = Enum.GetValues<UncertainPolicy>();

    private static readonly StripedImages s_images = new(40);

    // Every fourth label is uncertain; of the images 5, 6 and 7, which are of one patient, all are.
    private static readonly Row[] s_rows = [.. s_images.Rows.Select((row, i) => new Row { Path = row.Path, Patient = row.Patient, Labels = i is 5 or 6 or 7 ? [-1, -1] : [At(i, 0), At(i, 3)], Guess = [1, 0.5f], OneGuess = 1 })];

    [ClassCleanup]
    public static void CleanUp() => s_images.Dispose();

    [TestMethod]
    [DynamicData(nameof(Policies))]
    public void EpochsAreMeasuredAsTheModelIs(UncertainPolicy policy, bool isBinary)
    {
        var (held, rest) = Divided();
        foreach (var isGiven in new[] { true, false })
        {
            var epochs = new List<EpochMetrics>();
            var options = Options(policy, isGiven, isBinary);
            options.MetricsCallback = epochs.Add;
            var model = isGiven ? Chain(policy, options, isBinary).Fit(View(rest), View(held)) : Chain(policy, options, isBinary).Fit(View(s_rows));
            var scored = model.Transform(View(held));
            var expected = isBinary ? Area(scored.GetColumn<float>("Probability"), held, 0)
                : Enumerable.Range(0, 2).Average(label => Area(scored.GetColumn<float[]>("Score").Select(score => score[label]), held, label));
            Assert.AreEqual(expected, epochs.Last(epoch => epoch.IsBest).Metric!.Value, 1e-6, isGiven ? "given" : "held out");
            (model as IDisposable).Dispose();
        }
    }

    // The patients differ in how many of their labels are uncertain: were one elsewhere under another policy, the numbers of rows would tell.
    [TestMethod]
    public void APolicyMovesNoPatient()
    {
        var counts = s_policies.Select(policy =>
        {
            s_images.Notes.Clear();
            Chain(policy, Options(policy, isGiven: false, isBinary: true), isBinary: true).Fit(View(s_rows)).Dispose();
            var note = s_images.Notes.Single(line => line.Contains("Training on"));
            return (Policy: policy, Train: int.Parse(note.Split("Training on ")[1].Split(' ')[0]), Validation: int.Parse(note.Split("validating on ")[1].TrimEnd('.')));
        }).ToArray();
        var (held, rest) = Divided();
        foreach (var (policy, train, validation) in counts)
        {
            Assert.AreEqual(held.Count(row => row.Labels[0] != -1), validation, $"{policy}");
            Assert.AreEqual(rest.Count(row => row.Labels[0] != -1 || policy != UncertainPolicy.Ignore), train, $"{policy}");
        }
    }

    // Targets that have the labels' own name hide them, and are told apart from them all the same.
    [TestMethod]
    public void TargetsMayHaveTheNameOfTheLabels()
    {
        var (held, rest) = Divided();
        var epochs = new List<EpochMetrics>();
        var options = Options(UncertainPolicy.Ones, isGiven: true, isBinary: false);
        (options.LabelColumnName, options.MetricsCallback) = ("Labels", epochs.Add);
        var chain = s_images.ML.Transforms.MapUncertainLabels("Labels", uncertain: UncertainPolicy.Ones).Append(s_images.Load()).Append(s_images.ML.MultiLabelClassification.Trainers.ImageTransferLearning(options));
        using var model = chain.Fit(View(rest), View(held));
        var scores = model.Transform(View(held)).GetColumn<float[]>("Score").ToArray();
        Assert.AreEqual(Enumerable.Range(0, 2).Average(label => Area(scores.Select(score => score[label]), held, label)), epochs[^1].Metric!.Value, 1e-6);
    }

    [TestMethod]
    public void LabelsThatAreGoneAreWarnedOf()
    {
        var (held, rest) = Divided();
        var chain = s_images.ML.Transforms.MapUncertainLabels("Targets", "Labels", uncertain: UncertainPolicy.Ones).Append(s_images.ML.Transforms.DropColumns("Labels"))
            .Append(s_images.Load()).Append(s_images.ML.MultiLabelClassification.Trainers.ImageTransferLearning(Options(UncertainPolicy.Ones, isGiven: true, isBinary: false)));
        s_images.Warnings.Clear();
        chain.Fit(View(rest), View(held)).Dispose();
        Assert.ContainsSingle(warning => warning.Contains("Column 'Labels', which 'Targets' was mapped from, is not in the validation data any more"), s_images.Warnings);
    }

    [TestMethod]
    public void HeldOutRowsWithoutACertainLabelAreRefused()
    {
        Row[] rows = [.. s_rows.Select(row => new Row { Path = row.Path, Patient = row.Patient, Labels = [Divided().Held.Contains(row) ? -1 : row.Labels[0], 0] })];
        var error = Assert.ThrowsExactly<ArgumentException>(() => Chain(UncertainPolicy.Ones, Options(UncertainPolicy.Ones, isGiven: false, isBinary: true), isBinary: true).Fit(View(rows)));
        StringAssert.Contains(error.Message, "The held-out rows must have a known label. Found none in 12: all are uncertain.");
    }

    public static IEnumerable<object[]> Policies => from policy in s_policies from isBinary in new[] { true, false } select new object[] { policy, isBinary };

    private static float At(int i, int shift) => (i + shift) % 4 == 2 ? -1 : (i + shift) / 2 % 2;

    // All rows are divided, and what is not known left out afterwards.
    private static (Row[] Held, Row[] Kept) Divided()
    {
        var (kept, held) = GroupSplit.HoldOut(s_rows.Length, [.. s_rows.Select(row => row.Patient)], 0.3, 3);
        return ([.. held.Select(i => s_rows[i])], [.. kept.Select(i => s_rows[i])]);
    }

    // The area by its definition: how often a positive is above a negative, ties half.
    private static double Area(IEnumerable<float> scores, Row[] rows, int label)
    {
        var known = scores.Zip(rows, (score, row) => (Score: score, Truth: row.Labels[label])).Where(row => row.Truth is 0 or 1).ToArray();
        return (from positive in known where positive.Truth == 1 from negative in known where negative.Truth == 0
                select positive.Score > negative.Score ? 1 : positive.Score == negative.Score ? 0.5 : 0).Average();
    }

    private static ImageTransferLearningTrainer.Options Options(UncertainPolicy policy, bool isGiven, bool isBinary)
    {
        var options = StripedImages.Quick(epochs: 1);
        (options.LabelColumnName, options.ValidationFraction, options.UncertainIsClass) = (isBinary ? "Target" : "Targets", isGiven ? 0 : 0.3, policy == UncertainPolicy.MultiClass);
        return options;
    }

    private static EstimatorChain<ITransformer> Chain(UncertainPolicy policy, ImageTransferLearningTrainer.Options options, bool isBinary)
    {
        var transforms = s_images.ML.Transforms;
        var chain = new EstimatorChain<ITransformer>().Append<ITransformer>(isBinary ? transforms.MapUncertainLabel("Target", "Labels", "a", policy) : transforms.MapUncertainLabels("Targets", "Labels", uncertain: policy));
        if (policy == UncertainPolicy.SelfTrained) chain = chain.Append<ITransformer>(transforms.ReplaceUncertainLabels(options.LabelColumnName!, scoreColumnName: isBinary ? "OneGuess" : "Guess"));
        chain = chain.Append<ITransformer>(s_images.Load());
        return isBinary ? chain.Append<ITransformer>(s_images.ML.BinaryClassification.Trainers.ImageTransferLearning(options)) : chain.Append<ITransformer>(s_images.ML.MultiLabelClassification.Trainers.ImageTransferLearning(options));
    }

    private static IDataView View(Row[] rows) => s_images.ML.Data.LoadFromEnumerable(rows, SlotNames.Describe<Row>("Labels", ["a", "b"]));

    private sealed class Row
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public float[] Labels { get; set; } = [];

        [VectorType(2)]
        public float[] Guess { get; set; } = [];

        public float OneGuess { get; set; }
    }
}
