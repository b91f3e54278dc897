using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Tests.Experiments;

namespace MlNetTL.Tests.Evaluation;

/// <summary>Several images of one study: by hand, and beside scikit-learn (Fixtures/studies.py).</summary>
[TestClass]
public sealed class StudyScoresTests
{
    private const float N = float.NaN;

    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly JsonElement s_fixture =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Evaluation", "Fixtures", "studies.json"))).RootElement;

    private static readonly Image[] s_images = s_fixture.GetProperty("images").Deserialize<Image[]>(JsonSerializerOptions.Web)!;

    [TestMethod]
    public void ScoresAndTruthsOfAStudyAreThoseWorkedOutByHand()
    {
        float[][] scores = [[0.2f, 0.9f, N], [0.6f, N, N], [0.1f, 0.5f, N]];
        CollectionAssert.AreEqual(new[] { 0.6f, 0.9f, N }, StudyScores.Scores(scores, ScoreAggregation.Max));
        var means = StudyScores.Scores(scores, ScoreAggregation.Mean);
        Assert.AreEqual(0.3f, means[0], 1e-6f);
        Assert.AreEqual(0.7f, means[1], 1e-6f);
        Assert.IsTrue(float.IsNaN(means[2]));
        CollectionAssert.AreEqual(new[] { 1f, 0, N, N }, StudyScores.Labels([[0, 0, N, 0.7f], [1, N, N, 0.6f]]));
        Assert.AreEqual(2, StudyScores.Class([2, -1, 2]));
        Assert.IsNull(StudyScores.Class([2, 1]));
        CollectionAssert.AreEqual(new[] { 0, 2 }, StudyScores.Group(["b", "a", "b"])[0]);
    }

    [TestMethod]
    [DataRow(ScoreAggregation.Max, "max")]
    [DataRow(ScoreAggregation.Mean, "mean")]
    public void StudiesHaveTheAreasOfScikitLearn(ScoreAggregation how, string name)
    {
        float[] expected = [.. s_fixture.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
        var schema = SlotNames.Describe<Image>("Labels", ["Edema", "Fracture"]);
        schema["Scores"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        schema["Scores"].ColumnName = "Score";
        schema.RemoveAll(column => column.MemberName is "Classes");
        var several = s_ml.MultiLabelClassification.Evaluate(s_ml.Data.AggregateScores(s_ml.Data.LoadFromEnumerable(s_images, schema), "Study", how, "Labels"), "Labels");
        for (var i = 0; i < 2; i++)
        {
            Assert.AreEqual(expected[i], several.Labels[i].AreaUnderRocCurve, 1e-6);
            Assert.AreEqual(60, several.Labels[i].Positives + several.Labels[i].Negatives);
            var one = s_images.Select(image => new OneLabel { Study = image.Study, Truth = image.Labels[i] == 1, Probability = image.Scores[i] });
            Assert.AreEqual(expected[i], s_ml.BinaryClassification.Evaluate(s_ml.Data.AggregateScores(s_ml.Data.LoadFromEnumerable(one), "Study", how, "Truth"), "Truth").AreaUnderRocCurve, 1e-6);
        }
        Assert.AreEqual("Edema", several.Labels[0].Name);
        var rows = s_images.Select(image => new EvaluationRow("", null, image.Labels, image.Scores, Study: image.Study)).ToArray();
        var result = EvaluationResult.Compute("test", TaskKind.MultiLabel, ["Edema", "Fracture"], rows, false, how).Studies!;
        Assert.AreEqual(60, result.Studies);
        for (var i = 0; i < 2; i++) Assert.AreEqual(expected[i], result.Labels!.Labels[i].AreaUnderRocCurve, 1e-6);
    }

    [TestMethod]
    public void ClassesHaveTheMeanOfTheirProbabilities()
    {
        var view = s_ml.Data.LoadFromEnumerable(s_images.Select(image => new OneClass { Study = image.Study, Name = "abc"[image.Class].ToString(), Score = image.Classes }));
        var keyed = s_ml.Transforms.Conversion.MapValueToKey("Label", "Name", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(view).Transform(view);
        var studies = s_ml.Data.AggregateScores(keyed, "Study", ScoreAggregation.Mean);
        var metrics = s_ml.MulticlassClassification.Evaluate(studies);
        Assert.AreEqual(s_fixture.GetProperty("classLogLoss").GetDouble(), metrics.LogLoss, 1e-5);
        Assert.AreEqual(s_fixture.GetProperty("classAccuracy").GetDouble(), metrics.MicroAccuracy, 1e-9);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => s_ml.Data.AggregateScores(keyed)).Message, "must be aggregated by Mean");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => s_ml.Data.AggregateScores(keyed, "Studdy", ScoreAggregation.Mean)).Message, "Did you mean 'Study'?");
        var rows = s_images.Select(image => new EvaluationRow("", null, [image.Class], image.Classes, Study: image.Study)).ToArray();
        var result = EvaluationResult.Compute("test", TaskKind.Multiclass, ["a", "b", "c"], rows, false, ScoreAggregation.Mean).Studies!;
        Assert.AreEqual(s_fixture.GetProperty("classLogLoss").GetDouble(), result.Classes!.LogLoss, 1e-5);
    }

    // By hand: the mean of what was scored; a truth that the images do not agree on is none.
    [TestMethod]
    public void ANumberIsTheMeanOfItsImages()
    {
        Number[] rows = [new("a", 4, 3), new("b", 2, 2.5f), new("a", 4, N), new("a", N, 6), new("c", 1, 1), new("c", 2, 2), new("d", 3, N)];
        var view = s_ml.Data.LoadFromEnumerable(rows);
        var studies = s_ml.Data.AggregateScores(view, "Study", ScoreAggregation.Mean, "Age");
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "d" }, studies.GetColumn<string>("Study").ToArray());
        CollectionAssert.AreEqual(new[] { 4, 2, N, 3 }, studies.GetColumn<float>("Age").ToArray());
        CollectionAssert.AreEqual(new[] { 4.5f, 2.5f, 1.5f, N }, studies.GetColumn<float>("Score").ToArray());
        Assert.AreEqual(0.5, s_ml.Regression.Evaluate(s_ml.Data.TakeRows(studies, 2), "Age").MeanAbsoluteError, 1e-6);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => s_ml.Data.AggregateScores(view, labelColumnName: "Age")).Message, "A number must be aggregated by Mean");
    }

    [TestMethod]
    public void ReportAndFileTellOfStudiesWhereTheyAreKnown()
    {
        var rows = MadeUpRuns.Rows(TaskKind.Binary, 1, 40, 3).Select((row, i) => row with { Study = $"study{i / 2}" }).ToArray();
        var run = MadeUpRuns.Make(TaskKind.Binary, ["x"], epochs: 0);
        var with = run with { Evaluations = [EvaluationResult.Compute("validation", TaskKind.Binary, ["x"], rows, true, ScoreAggregation.Max)] };
        StringAssert.Contains(HtmlReport.Render(with), "40 images of 20 studies; a study's score is the highest of its images'.");
        Assert.AreEqual(20, RunJson.Read(RunJson.Write(with)).Evaluations[0].Studies!.Studies);
        rows[3] = rows[3] with { Study = null };
        var without = EvaluationResult.Compute("validation", TaskKind.Binary, ["x"], rows, true, ScoreAggregation.Max);
        Assert.IsNull(without.Studies);
        Assert.DoesNotContain("studies", HtmlReport.Render(run with { Evaluations = [without] }));
    }

    private sealed class Image
    {
        public string Study { get; set; } = "";

        public float[] Labels { get; set; } = [];

        public float[] Scores { get; set; } = [];

        public int Class { get; set; }

        public float[] Classes { get; set; } = [];
    }

    private sealed class Number(string study, float age, float score)
    {
        public string Study { get; set; } = study;

        public float Age { get; set; } = age;

        public float Score { get; set; } = score;
    }

    private sealed class OneLabel
    {
        public string Study { get; set; } = "";

        public bool Truth { get; set; }

        public float Probability { get; set; }
    }

    private sealed class OneClass
    {
        public string Study { get; set; } = "";

        public string Name { get; set; } = "";

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }
}
