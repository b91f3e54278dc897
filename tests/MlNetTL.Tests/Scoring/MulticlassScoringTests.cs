using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Tests.Training;
using MlNetTL.Tests.Transforms;

namespace MlNetTL.Tests.Scoring;

[TestClass]
public sealed class MulticlassScoringTests
{
    private static readonly StripedImages s_images = new(40);
    private static readonly int[] s_grades = [-1, 7, 3];
    private static Graded[] s_rows = [];
    private static IDataView s_view = null!;
    private static ITransformer s_model = null!;
    private static ITransformer s_loaded = null!;

    [ClassInitialize]
    public static void Train(TestContext _)
    {
        var ml = s_images.ML;
        s_rows = [.. s_images.Rows.Select((row, i) => new Graded { Path = row.Path, Patient = row.Patient, Grade = i % 5 == 0 ? -1 : row.Label ? 3 : 7 })];
        s_view = ml.Data.LoadFromEnumerable(s_rows);
        s_model = ml.Transforms.Conversion.MapValueToKey("Label", "Grade").Append(s_images.Load())
            .Append(ml.MulticlassClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel")).Fit(s_view);
        s_loaded = Zip.RoundTrip(s_model, s_view.Schema);
    }

    [ClassCleanup]
    public static void Clean()
    {
        (s_model as IDisposable)?.Dispose();
        (s_loaded as IDisposable)?.Dispose();
        s_images.Dispose();
    }

    [TestMethod]
    public void BatchesEqualSingleRowsAndKeysMapBackToNumbers()
    {
        var ml = s_images.ML;
        var engine = ml.Model.CreatePredictionEngine<Graded, Answered>(s_model, new PredictionEngineOptions { OwnsTransformer = false });
        var alone = s_rows.ToDictionary(row => row.Path, engine.Predict);
        foreach (var (model, name, view) in new[]
        {
            (s_model, "shuffled", ml.Data.ShuffleRows(s_view, seed: 4)),
            (s_model, "filtered", ml.Data.FilterByCustomPredicate<Graded>(s_view, row => row.Patient.EndsWith('3'))),
            (s_loaded, "loaded", s_view),
        })
        {
            var rows = EveryColumn.Read(model.Transform(view));
            Assert.IsNotEmpty(rows, name);
            foreach (var row in rows)
            {
                var (expected, scores) = (alone[(string)row["Path"]], (float[])row["Score"]);
                for (var i = 0; i < 3; i++) Assert.AreEqual(expected.Score[i], scores[i], 1e-5f, name);
                Assert.AreEqual(1, scores.Sum(), 1e-5, name);
                Assert.AreEqual(s_grades[Array.IndexOf(scores, scores.Max())], (int)row["Answer"], name);
                Assert.AreEqual(expected.Answer, (int)row["Answer"], name);
                var source = s_rows.Single(graded => graded.Path == (string)row["Path"]);
                Assert.AreEqual(source.Grade, (int)row["Grade"], name);
                Assert.AreEqual(source.Patient, (string)row["Patient"], name);
                CollectionAssert.AreEqual(expected.Image, (byte[])row["Image"], name);
            }
        }
    }

    [TestMethod]
    public void KeyValuesAndSlotNamesOutliveTheZip()
    {
        foreach (var schema in new[] { s_model.GetOutputSchema(s_view.Schema), s_loaded.GetOutputSchema(s_view.Schema) })
        {
            // ML.NET makes keys in the order in which values occur.
            CollectionAssert.AreEqual(s_grades, Values<int>(schema["PredictedLabel"], "KeyValues"));
            CollectionAssert.AreEqual(s_grades, Values<int>(schema["Score"], "TrainingLabelValues"));
            CollectionAssert.AreEqual(new[] { "-1", "7", "3" }, Values<ReadOnlyMemory<char>>(schema["Score"], "SlotNames").Select(name => name.ToString()).ToArray());
        }
        Assert.IsTrue(double.IsFinite(s_images.ML.MulticlassClassification.Evaluate(s_loaded.Transform(s_view)).LogLoss));
    }

    private static T[] Values<T>(DataViewSchema.Column column, string annotation)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(annotation, ref values);
        return [.. values.DenseValues()];
    }

    internal sealed class Graded
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public int Grade { get; set; }
    }

    internal sealed class Answered
    {
        public byte[] Image { get; set; } = [];

        public float[] Score { get; set; } = [];

        public int Answer { get; set; }
    }
}
