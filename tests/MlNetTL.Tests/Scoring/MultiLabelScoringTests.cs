using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Tests.Training;
using MlNetTL.Tests.Transforms;

namespace MlNetTL.Tests.Scoring;

[TestClass]
public sealed class MultiLabelScoringTests
{
    private static readonly StripedImages s_images = new(40);
    private static readonly string[] s_names = ["Upright", "Lying", "Never"];
    private static Findings[] s_rows = [];
    private static IDataView s_view = null!;
    private static ITransformer s_model = null!;
    private static ITransformer s_loaded = null!;

    [ClassInitialize]
    public static void Train(TestContext _)
    {
        var ml = s_images.ML;
        s_rows = [.. s_images.Rows.Select(row => new Findings { Path = row.Path, Patient = row.Patient, Upright = row.Labels[0], Lying = row.Labels[1] })];
        s_view = ml.Data.LoadFromEnumerable(s_rows);
        s_model = ml.Transforms.Concatenate("Labels", s_names).Append(s_images.Load())
            .Append(ml.MultiLabelClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1))).Fit(s_view);
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
    public void BatchesEqualSingleRows()
    {
        var ml = s_images.ML;
        var engine = ml.Model.CreatePredictionEngine<Findings, Scored>(s_model, new PredictionEngineOptions { OwnsTransformer = false });
        var alone = s_rows.ToDictionary(row => row.Path, engine.Predict);
        foreach (var (model, name, view) in new[]
        {
            (s_model, "shuffled", ml.Data.ShuffleRows(s_view, seed: 4)),
            (s_model, "filtered", ml.Data.FilterByCustomPredicate<Findings>(s_view, row => row.Patient.EndsWith('3'))),
            (s_loaded, "loaded", s_view),
        })
        {
            var rows = EveryColumn.Read(model.Transform(view));
            Assert.IsNotEmpty(rows, name);
            foreach (var row in rows)
            {
                var (expected, scores) = (alone[(string)row["Path"]], (float[])row["Score"]);
                for (var i = 0; i < 2; i++) Assert.AreEqual(expected.Score[i], scores[i], 1e-5f, name);
                Assert.IsTrue(scores[0] is > 0 and < 1 && float.IsNaN(scores[2]) && float.IsNaN(expected.Score[2]), name);
                Assert.AreEqual(s_rows.Single(source => source.Path == (string)row["Path"]).Upright, ((float[])row["Labels"])[0], name);
                CollectionAssert.AreEqual(expected.Image, (byte[])row["Image"], name);
            }
        }
    }

    [TestMethod]
    public void SlotNamesOutliveTheZip()
    {
        foreach (var schema in new[] { s_model.GetOutputSchema(s_view.Schema), s_loaded.GetOutputSchema(s_view.Schema) })
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            schema["Score"].GetSlotNames(ref names);
            CollectionAssert.AreEqual(s_names, names.DenseValues().Select(name => name.ToString()).ToArray());
        }
    }

    internal sealed class Findings
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public float Upright { get; set; }

        public float Lying { get; set; }

        public float Never { get; set; }
    }

    internal sealed class Scored
    {
        public byte[] Image { get; set; } = [];

        public float[] Score { get; set; } = [];
    }
}
