using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;
using MlNetTL.Scoring;
using MlNetTL.Tests.Training;

namespace MlNetTL.Tests.Evaluation;

/// <summary>Studies are graded by the rule that grades images: CORAL's count of questions above 1/2 (Cao et al., 2020, section 3.2), or the model's own cut points of the number.</summary>
[TestClass]
public sealed class StudyGradesTests
{
    private const float N = float.NaN;

    // P(y > 0) and P(y > 1): 0.6 and 0.55 of the first image, 0.5 and 0.05 of the second.
    private static readonly float[][] s_probabilities = [[0.4f, 0.05f, 0.55f], [0.5f, 0.45f, 0.05f]];

    [TestMethod]
    public void CoralCountsWhatIsAboveOneHalf()
    {
        var coral = new StudyGrades(null);
        // The mean is 0.55 and 0.3, of which one is above 1/2; the most likely grade would be the first, at 0.45.
        var (scores, called, number) = coral.Join(s_probabilities, [N, N], ScoreAggregation.Mean);
        AssertAre([0.45f, 0.25f, 0.3f], scores);
        Assert.AreEqual(1, called);
        Assert.AreEqual(0.85f, number, 1e-6f);
        // The highest is 0.6 and 0.55, both of the first image.
        (scores, called, number) = coral.Join(s_probabilities, [N, N], ScoreAggregation.Max);
        AssertAre([0.4f, 0.05f, 0.55f], scores);
        Assert.AreEqual((2, 1.15f), (called!.Value, MathF.Round(number, 6)));
    }

    [TestMethod]
    public void ANumberIsCutWhereTheModelCuts()
    {
        var cuts = new StudyGrades([0.25, 1.9]);
        Assert.AreEqual(1, cuts.Join(s_probabilities, [1.2f, 2.4f], ScoreAggregation.Mean).Called);
        Assert.AreEqual(2, cuts.Join(s_probabilities, [1.2f, 2.4f], ScoreAggregation.Max).Called);
        Assert.AreEqual(0, cuts.Join(s_probabilities, [0, 0.5f], ScoreAggregation.Mean).Called, "On a cut point is below it.");
        Assert.AreEqual(1.8f, cuts.Join(s_probabilities, [1.2f, 2.4f], ScoreAggregation.Mean).Number, 1e-6f);
    }

    [TestMethod]
    public void UnreadableImagesAreLeftOut()
    {
        var cuts = new StudyGrades([0.2, 1.9]);
        var (scores, called, number) = cuts.Join([[N, N, N], s_probabilities[1]], [N, 1], ScoreAggregation.Mean);
        AssertAre(s_probabilities[1], scores);
        Assert.AreEqual((1, 1f), (called!.Value, number));
        (scores, called, number) = cuts.Join([[N, N, N]], [N], ScoreAggregation.Max);
        Assert.IsTrue(scores.All(float.IsNaN) && called is null && float.IsNaN(number));
    }

    [TestMethod]
    [DataRow(OrdinalMethod.Coral, ScoreAggregation.Mean)]
    [DataRow(OrdinalMethod.Coral, ScoreAggregation.Max)]
    [DataRow(OrdinalMethod.CutPoints, ScoreAggregation.Mean)]
    [DataRow(OrdinalMethod.CutPoints, ScoreAggregation.Max)]
    public void AStudyOfOneImageIsThatImage(OrdinalMethod method, ScoreAggregation how)
    {
        var random = new Random(5);
        var cuts = new GradeCuts([0.3, 0.4, 2.2], 0.8);
        IGrader grader = method == OrdinalMethod.Coral ? CoralGrader.Instance : new CutPointGrader(TargetScale.None, cuts);
        EvaluationRow[] rows = [.. Enumerable.Range(0, 60).Select(i =>
        {
            float[] outputs = method == OrdinalMethod.Coral ? [.. Enumerable.Range(0, 3).Select(_ => (float)(4 * random.NextDouble() - 2)).OrderDescending()] : [(float)(4 * random.NextDouble() - 0.5)];
            return new EvaluationRow($"{i}", null, [random.Next(4)], grader.ProbabilitiesOf(outputs), grader.CallOf(outputs), $"{i}", method == OrdinalMethod.CutPoints ? (float)grader.PositionOf(outputs) : null);
        })];
        var result = EvaluationResult.Compute("test", TaskKind.Ordinal, ["a", "b", "c", "d"], rows, false, how, grader.CutPoints);
        Assert.IsTrue(rows.Any(row => row.Called != Array.IndexOf(row.Scores, row.Scores.Max())), "The most likely grade must not always be the one that is called.");
        CollectionAssert.AreEqual(rows.Select(row => row.Called).ToArray(), result.Studies!.Rows.Select(row => row.Called).ToArray());
        foreach (var (row, study) in rows.Zip(result.Studies.Rows)) AssertAre(row.Scores, study.Scores);
        var (images, studies) = (result.Classes!, result.Studies.Classes!);
        Assert.AreEqual((images.Accuracy, images.QuadraticWeightedKappa), (studies.Accuracy, studies.QuadraticWeightedKappa));
        for (var i = 0; i < 4; i++) CollectionAssert.AreEqual(images.Confusion[i].ToArray(), studies.Confusion[i].ToArray());
        Assert.AreEqual(images.LogLoss, studies.LogLoss, 1e-6);
        Assert.AreEqual(images.MacroAreaUnderRocCurve, studies.MacroAreaUnderRocCurve, 1e-9);
    }

    // The library: a trained model, each image a study, and then two images each.
    [TestMethod]
    [DataRow(OrdinalMethod.Coral)]
    [DataRow(OrdinalMethod.CutPoints)]
    public void AggregatedScoresAreCalledAsTheModelCalls(OrdinalMethod method)
    {
        using var images = new StripedImages(40);
        Row[] rows = [.. images.Rows.Select((row, i) => new Row { Path = row.Path, Patient = row.Patient, Kind = "abc"[i % 3].ToString(), Own = $"{i}", Pair = $"pair{i / 2}" })];
        var options = StripedImages.Quick(epochs: 1);
        (options.OrdinalMethod, options.LabelColumnName) = (method, "Class");
        var view = images.ML.Data.LoadFromEnumerable(rows);
        var keys = images.ML.Transforms.Conversion.MapValueToKey("Class", "Kind", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        using var model = keys.Append(images.Load()).Append(images.ML.MulticlassClassification.Trainers.ImageOrdinalTransferLearning(options)).Fit(view);
        var scored = model.Transform(view);
        uint[] called = [.. scored.GetColumn<uint>("PredictedLabel")];
        float[] grades = [.. scored.GetColumn<float>("Grade")];
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        foreach (var how in Enum.GetValues<ScoreAggregation>())
        {
            var alone = images.ML.Data.AggregateScores(scored, "Own", how, "Class");
            CollectionAssert.AreEqual(called, alone.GetColumn<uint>("PredictedLabel").ToArray());
            foreach (var (image, study) in grades.Zip(alone.GetColumn<float>("Grade"))) Assert.AreEqual(image, study, 1e-5f);
            Assert.AreEqual(images.ML.MulticlassClassification.EvaluateGrades(scored, "Class").QuadraticWeightedKappa, images.ML.MulticlassClassification.EvaluateGrades(alone, "Class").QuadraticWeightedKappa, 1e-9);

            float Of(float a, float b) => how == ScoreAggregation.Max ? Math.Max(a, b) : (a + b) / 2;
            var cuts = model.LastTransformer.Model.Description.Cuts;
            uint[] expected = [.. Enumerable.Range(0, 20).Select(study => 1 + (cuts is null
                ? (uint)Enumerable.Range(1, 2).Count(k => Of(scores[2 * study].Skip(k).Sum(), scores[2 * study + 1].Skip(k).Sum()) > 0.5f)
                : (uint)cuts.Points.Count(point => Of(grades[2 * study], grades[2 * study + 1]) > point)))];
            CollectionAssert.AreEqual(expected, images.ML.Data.AggregateScores(scored, "Pair", how, "Class").GetColumn<uint>("PredictedLabel").ToArray());
        }
    }

    private static void AssertAre(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual[i], 1e-6f);
    }

    private sealed class Row
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public string Kind { get; set; } = "";

        public string Own { get; set; } = "";

        public string Pair { get; set; } = "";
    }
}
