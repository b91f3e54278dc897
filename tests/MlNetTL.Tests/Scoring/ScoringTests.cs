using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Tests.Training;
using TorchSharp;

namespace MlNetTL.Tests.Scoring;

[TestClass]
public sealed class ScoringTests
{
    private static readonly StripedImages s_images = new(70);
    private static ITransformer s_model = null!;
    private static string s_zip = "";

    [ClassInitialize]
    public static void Train(TestContext _)
    {
        s_model = s_images.Load(onUnreadable: UnreadableImages.Missing).Append(s_images.ML.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1))).Fit(s_images.View);
        s_zip = s_images["model.zip"];
        s_images.ML.Model.Save(s_model, s_images.View.Schema, s_zip);
    }

    [ClassCleanup]
    public static void Clean() => s_images.Dispose();

    [TestMethod]
    public void BatchesEqualSingleRowsWhateverTheView()
    {
        var ml = s_images.ML;
        var engine = ml.Model.CreatePredictionEngine<StripedImages.Row, Prediction>(s_model);
        foreach (var (name, view) in new Dictionary<string, IDataView>
        {
            ["as it is"] = s_images.View,
            ["shuffled"] = ml.Data.ShuffleRows(s_images.View, seed: 4),
            ["filtered"] = ml.Data.FilterByCustomPredicate<StripedImages.Row>(s_images.View, row => row.Patient.EndsWith('3')),
            ["a part"] = ml.Data.TakeRows(ml.Data.SkipRows(s_images.View, 3), 40),
            ["one cursor only"] = ml.Data.LoadFromEnumerable(s_images.Rows.Select(row => row)),
        })
        {
            // Every column is active: what is passed through must stay beside its score.
            var rows = ml.Data.CreateEnumerable<Prediction>(s_model.Transform(view), reuseRowObject: false).ToList();
            Assert.IsNotEmpty(rows, name);
            foreach (var row in rows)
            {
                var alone = engine.Predict(s_images.Rows.Single(source => source.Path == row.Path));
                Assert.AreEqual(alone.Score, row.Score, 1e-5f, name);
                Assert.AreEqual(alone.Probability, row.Probability, 1e-5f, name);
                Assert.AreEqual(row.Score > 0, row.PredictedLabel, name);
                Assert.AreEqual(1 / (1 + Math.Exp(-row.Score)), row.Probability, 1e-6, name);
                Assert.AreEqual(s_images.Rows.Single(source => source.Path == row.Path).Patient, row.Patient, name);
            }
        }
    }

    [TestMethod]
    public void SeveralThreadsScoreAtOnce()
    {
        var expected = s_model.Transform(s_images.View).GetColumn<float>("Score").ToArray();
        foreach (var scores in Enumerable.Range(0, 6).AsParallel().WithDegreeOfParallelism(6).Select(_ => s_model.Transform(s_images.View).GetColumn<float>("Score").ToArray()).ToArray())
            CollectionAssert.AreEqual(expected, scores);
        // A pool hands engines of one model to many threads.
        Parallel.For(0, 12, i =>
        {
            var engine = s_images.ML.Model.CreatePredictionEngine<StripedImages.Row, Prediction>(s_model);
            Assert.AreEqual(expected[i], engine.Predict(s_images.Rows[i]).Score, 1e-5f);
        });
    }

    [TestMethod]
    public void TheZipLoadsInAProcessThatOnlyReferencesTheLibrary()
    {
        var consumer = Path.Combine(AppContext.BaseDirectory.Replace("MlNetTL.Tests", "Consumer", StringComparison.Ordinal), "Consumer.dll");
        var start = new ProcessStartInfo("dotnet", [consumer, s_zip, s_images.Rows[0].Path, s_images.Rows[1].Path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors.Result);
        var expected = s_model.Transform(s_images.View).GetColumn<float>("Probability").Take(2).ToArray();
        for (var i = 0; i < 2; i++) Assert.AreEqual(expected[i], float.Parse(lines[i], CultureInfo.InvariantCulture), 1e-5f);
    }

    [TestMethod]
    public void TheZipHoldsWhatIsNeededToKnowTheModel()
    {
        using var zip = ZipFile.OpenRead(s_zip);
        var settings = zip.Entries.Single(entry => entry.FullName.Contains("Settings.json") && Text(entry).Contains("Backbone"));
        var text = Text(settings);
        foreach (var expected in new[] { "\"resnet18\"", "\"Mean\"", "\"Std\"", "\"LibraryVersion\"", "\"TorchVersion\"", "\"Seed\": 3", "\"Binary\"" }) StringAssert.Contains(text, expected);
        Assert.IsTrue(zip.Entries.Any(entry => entry.FullName.EndsWith("Weights.safetensors", StringComparison.Ordinal) && entry.Length > 40_000_000));
    }

    [TestMethod]
    public void AZipOfANewerVersionIsRefusedWithItsVersion()
    {
        var newer = s_images["newer.zip"];
        File.Copy(s_zip, newer, overwrite: true);
        using (var zip = ZipFile.Open(newer, ZipArchiveMode.Update))
        {
            var entry = zip.Entries.Single(e => e.FullName.EndsWith("Model.key", StringComparison.Ordinal) && Bytes(e).AsSpan().IndexOf("MNTLSCOR"u8) >= 0);
            var bytes = Bytes(entry);
            // The header: 8 bytes of mark, 4 of header version … the model's signature, then the versions written and readable (ML.NET's ModelHeader).
            var at = bytes.AsSpan().IndexOf("MNTLSCOR"u8) + 8;
            BitConverter.TryWriteBytes(bytes.AsSpan(at), 99u);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 4), 99u);
            using var stream = entry.Open();
            stream.SetLength(0);
            stream.Write(bytes);
        }
        var error = Assert.Throws<Exception>(() => new MLContext().Model.Load(newer, out _));
        var message = error.ToString();
        StringAssert.Contains(message, "it needs a reader of version 99 or newer");
        StringAssert.Contains(message, "which understands versions up to 1");
    }

    [TestMethod]
    public void AnUnreadableImageScoresNaNAndKeepsItsRow()
    {
        var broken = s_images["broken.png"];
        File.WriteAllBytes(broken, File.ReadAllBytes(s_images.Rows[0].Path)[..200]);
        var rows = s_images.ML.Data.LoadFromEnumerable([s_images.Rows[0], new StripedImages.Row { Path = broken, Labels = [0, 0, 0] }, s_images.Rows[1]]);
        var scored = s_images.ML.Data.CreateEnumerable<Prediction>(s_model.Transform(rows), reuseRowObject: false).ToArray();
        Assert.IsTrue(float.IsNaN(scored[1].Score) && float.IsNaN(scored[1].Probability));
        Assert.IsTrue(float.IsFinite(scored[0].Score) && float.IsFinite(scored[2].Score));
    }

    [TestMethod]
    public void AThousandPredictionsLeaveNoTensorAndNoMemoryBehind() => PredictAndCount(1000);

    [TestMethod]
    [TestCategory("Long")]
    public void TenThousandPredictionsLeaveNoTensorAndNoMemoryBehind() => PredictAndCount(10_000);

    private static void PredictAndCount(int count)
    {
        var engine = s_images.ML.Model.CreatePredictionEngine<StripedImages.Row, Prediction>(s_model);
        for (var i = 0; i < 200; i++) engine.Predict(s_images.Rows[i % 70]);
        // Resident() first: it lets go of what earlier tests left to the finalizer.
        var memory = Resident();
        var tensors = torch.Tensor.TotalCount;
        for (var i = 0; i < count; i++) engine.Predict(s_images.Rows[i % 70]);
        Assert.IsLessThan(60e6, Resident() - memory);
        Assert.IsLessThanOrEqualTo(tensors, torch.Tensor.TotalCount);
    }

    [TestMethod]
    public void ColumnsBearTheAnnotationsOfTheirKindInSchemaAndShape()
    {
        var schema = s_model.GetOutputSchema(s_images.View.Schema);
        foreach (var (name, kind) in new[] { ("Score", "Score"), ("Probability", "Probability"), ("PredictedLabel", "PredictedLabel") })
        {
            ReadOnlyMemory<char> text = default;
            schema[name].Annotations.GetValue("ScoreColumnKind", ref text);
            Assert.AreEqual("BinaryClassification", text.ToString());
            schema[name].Annotations.GetValue("ScoreValueKind", ref text);
            Assert.AreEqual(kind, text.ToString());
        }
        Assert.IsTrue(schema["Probability"].IsNormalized());
    }

    private static string Text(ZipArchiveEntry entry) => Encoding.UTF8.GetString(Bytes(entry));

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    internal sealed class Prediction
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
