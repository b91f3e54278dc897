using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Tests.Cli;

[TestClass]
public sealed class TrainOnAllTests
{
    [TestMethod]
    public void WithoutValidationAllImagesAreTrainedOnAndTheFiguresSayWhatTheyAre()
    {
        using var runs = new TinyRuns();
        var pipeline = runs.Write("all.json", """
            {
              "name": "all",
              "data": { "dataset": "phantoms", "view": "frontal", "validationFraction": 0, "phantoms": { "trainPatients": 16, "validPatients": 24, "size": 48 } },
              "task": { "kind": "multiLabel", "labels": ["Cardiomegaly", "Pleural Effusion"], "uncertain": "ones", "blank": "negative" },
              "image": { "size": 32, "channels": 1 },
              "training": { "batchSize": 16, "epochs": 2 },
            }
            """);
        var run = CommandLine.Run("train", pipeline, "--output", runs["run"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, "none to validate");
        StringAssert.Contains(run.Error, "All images are trained on (data.validationFraction 0)");
        var history = File.ReadAllLines(runs["run/history.csv"]);
        Assert.HasCount(3, history);
        Assert.IsTrue(File.Exists(runs["run/model.zip"]));
        Assert.IsTrue(File.Exists(runs["run/predictions.train.csv"]));
        StringAssert.Contains(File.ReadAllText(runs["run/report.html"]), "how well the model remembers them");
        var listed = File.ReadAllLines(runs["run/predictions.train.csv"]).Length - 1;
        StringAssert.Contains(run.Out, $"{listed} images to train");
    }

    [TestMethod]
    public void PatienceNeedsValidationImages()
    {
        var error = Assert.ThrowsExactly<PipelineException>(() => PipelineFile.Parse("""
            { "name": "a", "data": { "dataset": "phantoms", "validationFraction": 0 }, "task": { "kind": "binary", "labels": ["x"] }, "training": { "patience": 2 } }
            """));
        StringAssert.Contains(error.Message, "training.patience must be absent where 'data.validationFraction' is 0");
    }

    [TestMethod]
    public void SoDoesAPlateauWhichIsNamedWithItsLine()
    {
        const string Text = """
            {
              "name": "a", "data": { "dataset": "phantoms", "validationFraction": 0 }, "task": { "kind": "binary", "labels": ["x"] },
              "training": { "patience": 2,
                "schedule": { "name": "plateau" } }
            }
            """;
        var error = Assert.ThrowsExactly<PipelineException>(() => PipelineFile.Parse(Text));
        StringAssert.Contains(error.Message, "line 3: training.patience must be absent");
        StringAssert.Contains(error.Message, "line 4: training.schedule.name must be another than plateau where 'data.validationFraction' is 0");
        PipelineFile.Parse(Text.Replace("\"validationFraction\": 0", "\"validation\": [\"valid\"], \"validationFraction\": 0", StringComparison.Ordinal));
    }
}
