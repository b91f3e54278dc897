using Microsoft.ML;
using MlNetTL.Backbones;
using MlNetTL.Cli.Ranking;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Ranking;
using MlNetTL.Experiments.Runs;
using MlNetTL.Tests.Training;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Cli;

[TestClass]
public sealed class RankCommandTests
{
    [TestMethod]
    public void StepsAreTimedWithWhatTheRuleChooses()
    {
        using var runs = new TinyRuns();
        var pipeline = runs.MultiLabel();
        File.WriteAllText(pipeline, File.ReadAllText(pipeline).Replace("\"training\": { \"batchSize\": 16, \"epochs\": 1 },", "", StringComparison.Ordinal));
        var rank = CommandLine.Run("rank", pipeline, "--output", runs["rank"], "--candidates", "resnet18:none", "--images", "8");
        Assert.AreEqual(0, rank.ExitCode, rank.Error);
        StringAssert.Contains(rank.Out, "Steps are timed as training would take them. The rule 'dataSize'");
        Assert.AreEqual(OptimizerKind.AdamW, RunJson.ReadRanking(File.ReadAllText(runs["rank/rank.json"])).Pipeline.Training.Optimizer.Name, "The rule's, not the file format's own Adam.");
    }

    [TestMethod]
    public void CandidatesAreRankedAndThoseThatFailSayWhy()
    {
        using var runs = new TinyRuns();
        var pipeline = runs.MultiLabel();
        Save(runs["mine.safetensors"], "resnet18");
        var rank = CommandLine.Run("rank", pipeline, "--output", runs["rank"], "--threads", "2", "--candidates",
            $"resnet18:none,resnet18:{runs["mine.safetensors"]}", "resnet50:absent.pth", $"resnet34:{runs["mine.safetensors"]}", "inception_v3:none",
            $"resnet18:{runs["mine.safetensors"]}@meanVar");
        Assert.AreEqual(0, rank.ExitCode, rank.Error);
        var result = RunJson.ReadRanking(File.ReadAllText(runs["rank/rank.json"]));
        Assert.HasCount(6, result.Networks);
        CollectionAssert.AreEqual(new[] { true, true, true, false, false, false }, result.Networks.Select(network => network.IsScored).ToArray());
        Assert.IsGreaterThanOrEqualTo(result.Networks[1].LogME, result.Networks[0].LogME);
        foreach (var network in result.Networks.Take(3))
        {
            Assert.AreEqual(512, network.Features);
            Assert.IsGreaterThan(0, network.StepSeconds);
            Assert.AreEqual(16, network.StepImages);
            Assert.IsGreaterThan(0, network.HScore);
            CollectionAssert.AreEqual(new[] { "Cardiomegaly", "Pleural Effusion" }, network.Labels.Select(label => label.Name).ToArray());
            // The gradients and two moments of Adam alone are three times the parameters.
            if (OperatingSystem.IsLinux()) Assert.IsGreaterThan(2 * 4 * network.Parameters, network.StepBytes!.Value);
        }
        Assert.IsTrue(result.Networks.Single(network => network.Start == StartKind.Scratch && network.Network == "resnet18").IsPipelines);
        Assert.IsNotNull(result.Networks.Single(network => network.IsScored && network.Start == StartKind.Pretrained).WeightsSha256);
        Assert.HasCount(3, result.Networks.Take(3).Select(network => network.LogME).Distinct(), "Three starts, three sets of features.");
        StringAssert.Contains(result.Networks[3].Problem, "absent.pth");
        StringAssert.Contains(result.Networks[4].Problem, "It fits 'resnet18'");
        StringAssert.Contains(result.Networks[5].Problem, "inception_v3 needs images of at least 75 x 75 pixels. Received: 32 x 32.");
        StringAssert.Contains(rank.Out, "LogME");
        StringAssert.Contains(rank.Out, "the best by LogME first");
        StringAssert.Contains(File.ReadAllText(runs["rank/rank.html"]), "networks ranked before training");
        Assert.IsEmpty(result.Waiting);
        Assert.IsEmpty(Directory.GetFiles(runs.Root, "*.tmp", SearchOption.AllDirectories));

        // Validation images are not touched: they may as well be broken.
        foreach (var image in runs.ValidationImages()) File.WriteAllText(image, "not an image");
        var again = CommandLine.Run("rank", pipeline, "--output", runs["again"], "--candidates", "resnet18:none", "--images", "12");
        Assert.AreEqual(0, again.ExitCode, again.Error);
        var fewer = RunJson.ReadRanking(File.ReadAllText(runs["again/rank.json"]));
        Assert.AreEqual(12, fewer.Images);
        Assert.AreEqual(result.Images, fewer.TrainingImages);
        Assert.AreEqual(12, fewer.Networks.Single().StepImages);
    }

    [TestMethod]
    public void ThePipelinesNormalizationAndUseOfWeightsAreWhatIsRanked()
    {
        using var runs = new TinyRuns();
        using var images = new StripedImages(24);
        Save(runs["mine.safetensors"], "resnet18");
        runs.Write("list.csv", "path,kind\n" + string.Concat(images.Rows.Select(row => $"{Path.GetFileName(row.Path)},{row.Kind}\n")));
        RankedNetwork Rank(string name, string model)
        {
            var pipeline = runs.Write($"{name}.json", $$"""
                { "name": "csv", "data": { "dataset": "csv", "folder": "FOLDER", "csv": "LIST", "labelColumn": "kind", "validationFraction": 0.25 }, "task": { "kind": "multiclass" },
                  "image": { "size": 32, "channels": 1 }, "model": { "backbone": "resnet18", "weights": "{{runs["mine.safetensors"].Replace('\\', '/')}}"{{model}} }, "training": { "batchSize": 8 } }
                """.Replace("FOLDER", Path.GetDirectoryName(images.Rows[0].Path)!.Replace('\\', '/')).Replace("LIST", runs["list.csv"].Replace('\\', '/')));
            var rank = CommandLine.Run("rank", pipeline, "--output", runs[name]);
            Assert.AreEqual(0, rank.ExitCode, rank.Error);
            return RunJson.ReadRanking(File.ReadAllText(runs[$"{name}/rank.json"])).Networks.Single(network => network.IsPipelines);
        }
        var plain = Rank("plain", "");
        var ofImages = Rank("images", """, "normalization": "trainingImages" """);
        var drawn = Rank("drawn", """, "pretrainedUse": "meanAndVariance" """);
        Assert.AreNotEqual(plain.LogME, ofImages.LogME);
        Assert.AreEqual(StartKind.Pretrained, ofImages.Start);
        Assert.AreEqual(StartKind.MeanAndVariance, drawn.Start);
        Assert.AreNotEqual(plain.LogME, drawn.LogME);
    }

    [TestMethod]
    public void FeaturesThatWouldFillTheMemoryAreNotRead()
    {
        // 190,000 images of 2,048 features, 64 bytes each of them.
        CandidateProbe.RequireRoom(190_000, 2048, 24_910_000_000);
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => CandidateProbe.RequireRoom(190_000, 2048, 20_000_000_000));
        StringAssert.Contains(error.Message, "need about 24.9 GB, and 20.0 GB are free. Rank on --images 76293 or fewer.");
    }

    [TestMethod]
    public void TheFiguresAreThoseOfFeaturizedImages()
    {
        using var runs = new TinyRuns();
        using var images = new StripedImages(24);
        Save(runs["mine.safetensors"], "resnet18");
        runs.Write("list.csv", "path,kind\n" + string.Concat(images.Rows.Select(row => $"{Path.GetFileName(row.Path)},{row.Kind}\n")));
        var pipeline = runs.Write("csv.json", """
            { "name": "csv", "data": { "dataset": "csv", "folder": "FOLDER", "csv": "LIST", "labelColumn": "kind", "validationFraction": 0.25 }, "task": { "kind": "multiclass" },
              "image": { "size": 32, "channels": 1 }, "augmentation": [{ "kind": "flip" }], "training": { "batchSize": 8 } }
            """.Replace("FOLDER", Path.GetDirectoryName(images.Rows[0].Path)!.Replace('\\', '/')).Replace("LIST", runs["list.csv"].Replace('\\', '/')));
        var rank = CommandLine.Run("rank", pipeline, "--output", runs["rank"], "--candidates", $"resnet18:{runs["mine.safetensors"]}");
        Assert.AreEqual(0, rank.ExitCode, rank.Error);
        var found = RunJson.ReadRanking(File.ReadAllText(runs["rank/rank.json"]));

        var ml = new MLContext(seed: 1);
        var train = MlNetTL.Cli.Runs.PipelineData.Load(ml, PipelineFile.Read(pipeline), null, default).Train;
        var chain = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.LoadImageTensors("Image", height: 32, width: 32, channels: 1))
            .Append(ml.Transforms.FeaturizeImages(new MlNetTL.Scoring.FeaturizeImagesOptions(Backbone: "resnet18", Weights: runs["mine.safetensors"], Device: "cpu", Cache: false)));
        var view = train.ToView(ml);
        var expected = ml.MulticlassClassification.EstimateTransferability(chain.Fit(view).Transform(view));
        Assert.AreEqual(18, expected.Rows);
        Assert.AreEqual(expected.LogME, found.Networks[0].LogME, 1e-6);
        Assert.AreEqual(expected.HScore, found.Networks[0].HScore, 1e-6);
    }

    [TestMethod]
    public void CtrlCKeepsWhatIsDone()
    {
        using var runs = new TinyRuns();
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter("resnet18:none: LogME", cancel);
        var rank = CommandLine.Run(output, cancel.Token, "rank", runs.MultiLabel(), "--output", runs["rank"], "--candidates", "resnet18:none,resnet34:none,resnet50:none");
        Assert.AreEqual(130, rank.ExitCode, rank.Error);
        StringAssert.Contains(rank.Error, "The candidates so far are kept.");
        var result = RunJson.ReadRanking(File.ReadAllText(runs["rank/rank.json"]));
        Assert.AreEqual("resnet18", result.Networks.Single().Network);
        CollectionAssert.AreEqual(new[] { "resnet34:none", "resnet50:none" }, result.Waiting.ToArray());
        StringAssert.Contains(File.ReadAllText(runs["rank/rank.html"]), "Not reached: resnet34:none, resnet50:none.");

        var early = CommandLine.Run(new StringWriter(), new CancellationToken(canceled: true), "rank", runs.MultiLabel(), "--output", runs["nothing"], "--candidates", "resnet18:none");
        Assert.AreEqual(130, early.ExitCode, early.Error);
        StringAssert.Contains(early.Error, "No candidate was done, so nothing was kept.");
        Assert.IsFalse(Directory.Exists(runs["nothing"]));
    }

    [TestMethod]
    public void WhereNoCandidateCanBeScoredTheCommandFails()
    {
        using var runs = new TinyRuns();
        var rank = CommandLine.Run("rank", runs.MultiLabel(), "--output", runs["rank"], "--candidates", "resnet18:absent.pth");
        Assert.AreEqual(1, rank.ExitCode, rank.Error);
        StringAssert.Contains(rank.Out, "absent.pth");
        StringAssert.Contains(rank.Error, "No candidate could be scored");
    }

    [TestMethod]
    public void WrongWordsAreRefusedBeforeAnythingIsRead()
    {
        using var runs = new TinyRuns();
        void Refused(string sentence, params string[] words) => CommandLine.Run(["rank", runs.MultiLabel(), "--output", runs["rank"], .. words]).AssertRefused(sentence);
        Refused("Unknown backbone 'resnet5'. Did you mean", "--candidates", "resnet5:none");
        Refused("Received: 'resnet18'. Write resnet18:imagenet, resnet18:none or resnet18:<file>.", "--candidates", "resnet18");
        Refused("After '@' there must be meanVar. Received: 'resnet18:imagenet@meanVr'. Did you mean 'meanVar'?", "--candidates", "resnet18:imagenet@meanVr");
        Refused("Before '@meanVar' there must be weights.", "--candidates", "resnet18:none@meanVar");
        Refused("--images must be at least 2. Received: 1.", "--images", "1");
        Assert.IsFalse(Directory.Exists(runs["cache/phantoms"]), "Nothing was drawn.");
    }

    [TestMethod]
    public void WithoutNamesItComparesWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        var before = Environment.GetEnvironmentVariable("MLNETTL_WEIGHTS");
        Environment.SetEnvironmentVariable("MLNETTL_WEIGHTS", folder.Path);
        try
        {
            string[] Names(ModelSettings model) => [.. Candidates.ByDefault(model).Select(candidate => candidate.ToString())];
            CollectionAssert.AreEqual(new[] { "resnet18:imagenet", "resnet18:none" }, Names(new("resnet18", "imagenet")));
            foreach (var row in new[] { BackboneTable.All["resnet18"], BackboneTable.All["resnet101"] })
                foreach (var weights in row.Weights) File.WriteAllText(folder[weights.FileName], "");
            CollectionAssert.AreEqual(new[] { "resnet18:imagenet", "resnet101:imagenet1k-v1", "resnet101:imagenet1k-v2", "resnet18:none" }, Names(new("resnet18", "imagenet")));
            CollectionAssert.AreEqual(new[] { "resnet101:none", "resnet18:imagenet1k-v1", "resnet101:imagenet1k-v1", "resnet101:imagenet1k-v2" }, Names(new("resnet101", null)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLNETTL_WEIGHTS", before);
        }
    }

    private static void Save(string path, string name)
    {
        using var network = BackboneTable.All[name].Build(3, new(7), seed: 9);
        using var file = File.Create(path);
        SafetensorsWriter.Write(file, network.state_dict().Select(entry => (entry.Key, entry.Value)));
    }
}
