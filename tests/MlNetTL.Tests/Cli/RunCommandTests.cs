using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Experiments.Runs;
using MlNetTL.Images;

namespace MlNetTL.Tests.Cli;

/// <summary>One run from training to predictions; the tests look at what each command left.</summary>
[TestClass]
public sealed class RunCommandTests
{
    private static TinyRuns s_runs = null!;
    private static CommandLine s_train = null!;
    private static string s_pipeline = null!;

    [ClassInitialize]
    public static void Train(TestContext _)
    {
        s_runs = new();
        s_pipeline = s_runs.MultiLabel();
        s_train = CommandLine.Run("train", s_pipeline, "--output", s_runs["run"]);
    }

    [ClassCleanup]
    public static void Clean() => s_runs.Dispose();

    [TestMethod]
    public void TrainWritesTheWholeFolderAndSaysWhatIsNext()
    {
        Assert.AreEqual(0, s_train.ExitCode, s_train.Error);
        foreach (var file in new[] { "model.zip", "metrics.json", "pipeline.resolved.json", "history.csv", "report.html", "predictions.validation.csv" })
            Assert.IsTrue(File.Exists(s_runs[$"run/{file}"]), file);
        Assert.HasCount(2, File.ReadAllLines(s_runs["run/history.csv"]), "A header and one epoch.");
        StringAssert.Contains(s_train.Out, "Epoch 1 of 1");
        StringAssert.Contains(s_train.Out, "Cardiomegaly");
        StringAssert.Contains(s_train.Out, "mlnettl predict ");
        Assert.DoesNotContain("\u001b", s_train.Out, "No colours or bars where there is no terminal.");
        StringAssert.Contains(File.ReadAllText(s_runs["run/report.html"]), "data:image/png;base64,");
        Assert.IsEmpty(Directory.GetFiles(s_runs.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void AreaUnderTheCurveIsTheShareOfPairsInTheRightOrder()
    {
        var labels = Result("run").Evaluations.Single().Labels!;
        for (var label = 0; label < 2; label++)
        {
            var rows = Scores(s_runs["run/predictions.validation.csv"]).Select(row => (Truth: Number(row[2 + label]), Score: Number(row[4 + label]))).ToArray();
            var pairs = from p in rows where p.Truth == 1 from n in rows where n.Truth == 0 select p.Score > n.Score ? 1 : p.Score == n.Score ? 0.5 : 0;
            Assert.AreEqual(pairs.Average(), labels.Labels[label].AreaUnderRocCurve, 1e-12);
        }
    }

    [TestMethod]
    public void EvaluateRepeatsTheRunsFiguresAndTellsWhatTheyAre()
    {
        var evaluate = CommandLine.Run("evaluate", s_runs["run"], "--output", s_runs["again"]);
        Assert.AreEqual(0, evaluate.ExitCode, evaluate.Error);
        var (first, again) = (Result("run").Evaluations.Single(), Result("again").Evaluations.Single());
        Assert.AreEqual("validation", again.Set);
        Assert.IsTrue(again.ChoseBestEpoch);
        Assert.AreEqual(first.AreaUnderRocCurve, again.AreaUnderRocCurve, 1e-9);

        var remembered = CommandLine.Run("evaluate", s_runs["run/model.zip"], "--split", "train", "--output", s_runs["remembered"]);
        Assert.AreEqual(0, remembered.ExitCode, remembered.Error);
        StringAssert.Contains(remembered.Error, "The model was trained on some or all of these images.");
        StringAssert.Contains(File.ReadAllText(s_runs["remembered/report.html"]), "The model was trained on some or all of these images.");
    }

    [TestMethod]
    public void EvaluateOnAnotherFolderSaysThatNobodyKnowsHowNewItIs()
    {
        var folder = Directory.GetDirectories(s_runs["cache/phantoms"]).Single();
        var other = s_runs.Write("other.json", $$"""
            {
              "name": "other",
              "data": { "dataset": "chexpert", "folder": "{{folder}}", "view": "frontal" },
              "task": { "kind": "binary", "labels": ["Fracture"], "blank": "negative" }
            }
            """);
        var evaluate = CommandLine.Run("evaluate", s_runs["run"], "--pipeline", other, "--output", s_runs["external"]);
        Assert.AreEqual(0, evaluate.ExitCode, evaluate.Error);
        var result = Result("external").Evaluations.Single();
        Assert.AreEqual("external", result.Set);
        Assert.IsFalse(result.ChoseBestEpoch);
        CollectionAssert.AreEqual(new[] { "Cardiomegaly", "Pleural Effusion" }, result.Names.ToArray(), "The model decides what is predicted.");
        StringAssert.Contains(File.ReadAllText(s_runs["external/report.html"]), "is not for a program to know");
    }

    [TestMethod]
    public void PredictScoresAFolderAndNamesWhatItCannotRead()
    {
        var images = s_runs.ValidationImages();
        Directory.CreateDirectory(s_runs["incoming/deep"]);
        File.Copy(images[0], s_runs["incoming/deep/a.jpg"]);
        File.WriteAllBytes(s_runs["incoming/b.jpg"], File.ReadAllBytes(images[1])[..300]);

        var predict = CommandLine.Run("predict", s_runs["run"], s_runs["incoming"], "--output", s_runs["scores.csv"]);
        Assert.AreEqual(0, predict.ExitCode, predict.Error);
        StringAssert.Contains(predict.Error, "1 of 2 images could not be read");
        Assert.AreEqual("path,Cardiomegaly,Pleural Effusion,predicted,error", File.ReadLines(s_runs["scores.csv"]).First());
        var rows = Scores(s_runs["scores.csv"]).ToDictionary(row => row[0]);
        var (whole, broken) = (rows[s_runs["incoming/deep/a.jpg"]], rows[s_runs["incoming/b.jpg"]]);
        CollectionAssert.AreEqual(new[] { "", "", "" }, broken[1..4]);
        StringAssert.Contains(string.Join(',', broken[4..]), "b.jpg");
        // The same image, scored when the run was evaluated.
        var before = Scores(s_runs["run/predictions.validation.csv"]).Single(row => row[0] == images[0]);
        for (var label = 0; label < 2; label++) Assert.AreEqual(Number(before[4 + label]), Number(whole[1 + label]), 1e-5);
        Assert.AreEqual("", whole[4]);
    }

    [TestMethod]
    public void PredictReadsACsvAndWritesToStandardOutput()
    {
        var images = s_runs.ValidationImages();
        File.Copy(images[2], s_runs["c, d.jpg"]);
        var csv = s_runs.Write("list.csv", "note,Path\nx,\"c, d.jpg\"\n");
        var predict = CommandLine.Run("predict", s_runs["run/model.zip"], csv, "--output", "-");
        Assert.AreEqual(0, predict.ExitCode, predict.Error);
        var lines = predict.Out.TrimEnd().Split('\n');
        Assert.HasCount(2, lines, "Nothing but the CSV is on standard output.");
        StringAssert.StartsWith(lines[1], "\"c, d.jpg\",0.");
    }

    [TestMethod]
    public void PredictFindsImagesByAPattern()
    {
        var image = s_runs.ValidationImages()[2];
        File.Copy(image, s_runs["scan7.jpg"]);
        var csv = s_runs.Write("numbers.csv", "number\n7\n");
        var byPattern = CommandLine.Run("predict", s_runs["run/model.zip"], csv, "--path-pattern", "scan{number}.jpg", "--output", "-");
        Assert.AreEqual(0, byPattern.ExitCode, byPattern.Error);
        var scored = byPattern.Out.TrimEnd().Split('\n')[1].Split(',');
        Assert.AreEqual("scan7.jpg", scored[0]);
        var alone = CommandLine.Run("predict", s_runs["run/model.zip"], s_runs.Write("one.csv", "path\nscan7.jpg\n"), "--output", "-");
        Assert.AreEqual(alone.Out, byPattern.Out);
        // A grey image is one band: two make no image for this model.
        File.Copy(image, s_runs["scan8.jpg"]);
        var both = s_runs.Write("both.csv", "kind\nscan\n");
        var two = CommandLine.Run("predict", s_runs["run/model.zip"], both, "--path-pattern", "{kind}{band}.jpg", "--bands", "7,8", "--output", "-");
        StringAssert.Contains(two.Out, "which do not make 1 channel");
        CommandLine.Run("predict", s_runs["run/model.zip"], both, "--path-pattern", "scan{band}.jpg", "--bands", "7,8", "--output", "-").AssertRefused("must hold a column");
    }

    [TestMethod]
    public void TheZipLoadsWithNothingButTheContext()
    {
        var mlContext = new MLContext();
        var scored = mlContext.Model.Load(s_runs["run/model.zip"], out _)
            .Transform(mlContext.Data.LoadImageFolder(Path.GetDirectoryName(s_runs.ValidationImages()[0])!));
        var scores = scored.GetColumn<float[]>("Score").First();
        Assert.HasCount(2, scores);
        Assert.IsTrue(scores.All(score => score is > 0 and < 1));
    }

    [TestMethod]
    public void PreviewDrawsARowForEachImageAndAColumnForEachEpoch()
    {
        var preview = CommandLine.Run("preview", s_pipeline, "--output", s_runs["sheet.png"], "--count", "3", "--epochs", "2");
        Assert.AreEqual(0, preview.ExitCode, preview.Error);
        var header = ImageDecoder.Probe(s_runs["sheet.png"]);
        // Images of 32 pixels are shown at 128, with gaps of 8: three columns, and three rows with captions.
        Assert.AreEqual(8 + 3 * (128 + 8), header.Width);
        Assert.IsGreaterThan(8 + 3 * (128 + 8), header.Height);
        StringAssert.Contains(preview.Out, "3 of ");
    }

    private static RunResult Result(string run) => RunJson.Read(File.ReadAllText(s_runs[$"{run}/metrics.json"]));

    private static IEnumerable<string[]> Scores(string csv) => File.ReadLines(csv).Skip(1).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
