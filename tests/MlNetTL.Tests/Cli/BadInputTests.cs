namespace MlNetTL.Tests.Cli;

[TestClass]
public sealed class BadInputTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void AllProblemsOfAPipelineFileAreToldAtOnce()
    {
        var file = _runs.Write("p.json", """
            {
              "name": "p",
              "data": { "dataset": "phantoms" },
              "task": { "kind": "multiLabel", "labels": ["Cardiomegaly"] },
              "training": { "epoch": 3, "batchSize": 0 }
            }
            """);
        CommandLine.Run("train", file).AssertRefused("has 2 problems", "line 5", "Did you mean 'epochs'?", "batchSize");
    }

    [TestMethod]
    public void SettingsOfTheCommandLineAreCheckedAsThoseOfTheFile() =>
        CommandLine.Run("train", _runs.MultiLabel(), "--epochs", "0", "--device", "gpu")
            .AssertRefused("training.epochs must be at least 1. Received: 0.", "training.device must be auto, cpu, cuda");

    [TestMethod]
    public void AMissingDataFolderIsNamedBeforeAnythingIsWritten()
    {
        var file = _runs.Write("p.json", """{ "name": "p", "data": { "dataset": "chexpert" }, "task": { "kind": "multiLabel", "labels": ["Edema"] } }""");
        CommandLine.Run("train", file, "--output", _runs["run"]).AssertRefused("The folder of the data set must be named.", "--data <folder>");
        CommandLine.Run("train", file, "--data", _runs["nowhere"], "--output", _runs["run"]).AssertRefused($"Looked for {_runs["nowhere"]}.");
        Assert.IsFalse(Directory.Exists(_runs["run"]));
    }

    [TestMethod]
    public void AMissingPipelineModelOrFolderIsNamed()
    {
        CommandLine.Run("train", _runs["none.json"]).AssertRefused("There is no pipeline file");
        CommandLine.Run("predict", _runs["none.zip"], FolderWithAnImage()).AssertRefused("There must be a model to load.");
        CommandLine.Run("predict", _runs["none.zip"], _runs["nowhere"]).AssertRefused("There must be a folder of images or a CSV.");
        CommandLine.Run("evaluate", _runs["none"]).AssertRefused("There must be a model to load.");
        CommandLine.Run("preview", _runs["none.json"]).AssertRefused("There is no pipeline file");
    }

    [TestMethod]
    public void SetsThatShareAPatientOrAnImageAreRefused()
    {
        _runs.Write("images.csv", """
            path,label,patient,split
            a.png,yes,p1,train
            b.png,no,p2,train
            c.png,no,p1,val
            d.png,yes,p3,val
            b.png,no,p4,test
            e.png,yes,p5,test
            """);
        var file = _runs.Write("p.json", """
            {
              "name": "p",
              "data": { "dataset": "csv", "csv": "images.csv", "labelColumn": "label", "patientColumn": "patient", "splitColumn": "split", "train": ["train"], "validation": ["val"], "test": ["test"] },
              "task": { "kind": "multiclass" }
            }
            """);
        CommandLine.Run("train", file, "--data", _runs.Root, "--output", _runs["run"]).AssertRefused(
            "images.csv, line 6, column 'path': found 'b.png', which line 3 lists already, expected each image once.");
        File.WriteAllText(_runs["images.csv"], File.ReadAllText(_runs["images.csv"]).Replace("b.png,no,p4", "f.png,no,p2"));
        CommandLine.Run("train", file, "--data", _runs.Root, "--output", _runs["run"]).AssertRefused(
            "The train and validation sets must not share any patient. Found 1: p1.", "The train and test sets must not share any patient. Found 1: p2.");
        Assert.IsFalse(Directory.Exists(_runs["run"]));
    }

    [TestMethod]
    public void AFileThatIsNoModelIsRefused() =>
        CommandLine.Run("predict", _runs.Write("model.zip", "no zip"), FolderWithAnImage()).AssertRefused("must be a model that ML.NET saved.");

    [TestMethod]
    public void AMisspeltCommandOrOptionGetsASuggestion()
    {
        CommandLine.Run("trian", "x.json").AssertRefused("Unknown command 'trian'. Did you mean 'train'?");
        CommandLine.Run("train", "x.json", "--epoch").AssertRefused("Unknown option '--epoch' of 'train'. Did you mean '--epochs'?");
        CommandLine.Run("train", "x.json", "--threads", "0").AssertRefused("--threads must be at least 1. Received: 0.");
    }

    [TestMethod]
    public void HelpListsTheCommandsAndEndsWithExamples()
    {
        var help = CommandLine.Run("train", "--help");
        Assert.AreEqual(0, help.ExitCode);
        StringAssert.Contains(help.Out, "mlnettl train pipelines/quickstart.json");
        var all = CommandLine.Run();
        foreach (var command in new[] { "train", "evaluate", "predict", "preview", "weights", "doctor" }) StringAssert.Contains(all.Out, $"  {command} ");
    }

    [TestMethod]
    public void WhatCanBeKnownAtOnceIsToldBeforeAnythingIsDrawnOrWritten()
    {
        var train = (params string[] more) => CommandLine.Run(["train", _runs.MultiLabel(), .. more]);
        train("--weights", "imagnet").AssertRefused("Did you mean 'imagenet'?");
        train("--weights", _runs["none.pth"]).AssertRefused($"Looked for: {_runs["none.pth"]}");
        train("--output", FolderWithAnImage()).AssertRefused("--output must name a new or empty folder.");
        CommandLine.Run("predict", _runs["none.zip"], FolderWithAnImage(), "--output", _runs.Root).AssertRefused("--output must name a file.");
        Assert.IsFalse(Directory.Exists(_runs["cache/phantoms"]));
    }

    private string FolderWithAnImage()
    {
        Directory.CreateDirectory(_runs["images"]);
        File.WriteAllBytes(_runs["images/a.jpg"], []);
        return _runs["images"];
    }
}
