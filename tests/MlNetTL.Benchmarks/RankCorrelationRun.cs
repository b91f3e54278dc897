using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MlNetTL.Backbones;
using MlNetTL.Evaluation;
using MlNetTL.Experiments.Ranking;
using MlNetTL.Experiments.Runs;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using MlNetTL.Transforms;
using MlNetTL.Weights;

namespace MlNetTL.Benchmarks;

/// <summary>How well LogME and the H-score foretell the accuracy after fine-tuning: 50 X-rays a class of paediatric pneumonia, the recipe of the reference figures
/// (Adam 1e-4, batches of 32, last one dropped, horizontal flip, 224 px, 10 epochs), accuracy on the 450 test images.</summary>
internal static class RankCorrelationRun
{
    private static readonly string[] s_networks = ["resnet18", "resnet50"];

    /// <summary>Runs it and prints the table.</summary>
    /// <param name="shared">The folder of real images and weights.</param>
    /// <param name="seeds">Fine-tuning is repeated for each; the mean accuracy counts.</param>
    public static void Run(string shared, int seeds)
    {
        var ranked = Rank(shared);
        Console.WriteLine("network   start             LogME  H-score  step s   test accuracy of each seed, mean");
        var accuracies = new List<double>();
        foreach (var network in ranked)
        {
            var each = Enumerable.Range(1, seeds).Select(seed => FineTune(shared, network, seed)).ToArray();
            accuracies.Add(each.Average());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{network.Network,-9} {network.Start,-16} {network.LogME,6:f3}  {network.HScore,7:f3}  {network.StepSeconds,6:f2}   {string.Join(" ", each.Select(value => value.ToString("f3", CultureInfo.InvariantCulture)))}  {each.Average():f3}"));
        }
        foreach (var (name, figures) in new[] { ("LogME", ranked.Select(network => network.LogME)), ("H-score", ranked.Select(network => network.HScore)) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: Spearman {RankCorrelation.Spearman([.. figures], accuracies):f3}, Kendall {RankCorrelation.Kendall([.. figures], accuracies):f3}"));
    }

    // By the command itself, so that the figures are those that people get.
    private static List<RankedNetwork> Rank(string shared)
    {
        var folder = Directory.CreateTempSubdirectory("mlnettl-ranking-").FullName;
        var pipeline = Path.Combine(folder, "pneumonia.json");
        // The list of seed 1, all of it to train: the pipeline must hold something out, so it gets the test rows as validation, which a ranking does not read.
        File.WriteAllLines(Path.Combine(folder, "list.csv"), File.ReadLines(Path.Combine(shared, "golden", "pneumonia_50_seed1.csv")).Select((line, i) => line + (i == 0 ? ",split" : ",train"))
            .Concat(File.ReadLines(Path.Combine(shared, "data", "pneumonia", "labels.csv")).Select(line => line.Split(',')).Where(cells => cells[3] == "test").Select(cells => $"{cells[0]},{cells[1]},test")));
        File.WriteAllText(pipeline, $$"""
            { "name": "pneumonia", "data": { "dataset": "csv", "folder": "{{Path.Combine(shared, "data", "pneumonia")}}", "csv": "{{Path.Combine(folder, "list.csv")}}", "labelColumn": "label",
              "splitColumn": "split", "train": ["train"], "validation": ["test"] }, "task": { "kind": "multiclass" }, "image": { "size": 224 }, "training": { "batchSize": 32, "learningRate": 0.0001 } }
            """);
        var output = Path.Combine(folder, "ranking");
        var candidates = s_networks.SelectMany(name => new[] { $"{name}:{WeightsOf(shared, name)}", $"{name}:{WeightsOf(shared, name)}@meanVar", $"{name}:none" });
        var project = Path.Combine("src", "MlNetTL.Cli");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", "Release", "--project", project, "--", "rank", pipeline, "--output", output, "--device", "cpu", "--candidates", .. candidates]))!;
        process.WaitForExit();
        var networks = RunJson.ReadRanking(File.ReadAllText(Path.Combine(output, "rank.json"))).Networks;
        foreach (var network in networks.Where(network => !network.IsScored)) Console.WriteLine($"{network.Network} {network.Start} is left out: {network.Problem}");
        return [.. networks.Where(network => network.IsScored)];
    }

    private static double FineTune(string shared, RankedNetwork network, int seed)
    {
        var images = Path.Combine(shared, "data", "pneumonia");
        using var start = new StartingWeights(shared, network, seed);
        var ml = new MLContext(seed);
        var train = ml.Data.LoadImageManifest(Path.Combine(shared, "golden", $"pneumonia_50_seed{seed}.csv"), imageFolder: images);
        var test = ml.Data.LoadImageManifest(Path.Combine(images, "labels.csv"), splitColumn: "split", split: "test");
        var chain = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.LoadImageTensors("Image", height: 224, width: 224))
            .Append(ml.Transforms.AugmentImages("Image", steps: new RandomFlip()))
            .Append(ml.MulticlassClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
            {
                Backbone = network.Network,
                Weights = start.Path,
                Optimizer = new Adam(),
                LearningRate = 1e-4,
                BatchSize = 32,
                Epochs = 10,
                DropLastBatch = true,
                ValidationFraction = 0,
                Seed = seed,
                Device = "cpu",
            }));
        using var model = chain.Fit(train);
        return ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
    }

    private static string WeightsOf(string shared, string network) =>
        Path.Combine(shared, "data", "weights", network == "resnet18" ? "resnet18.pth" : "resnet50.fp16.safetensors");

    // What fine-tuning starts from. Values drawn by mean and variance, anew for each seed, go by way of a file.
    private sealed class StartingWeights : IDisposable
    {
        private readonly string? _drawn;

        public StartingWeights(string shared, RankedNetwork network, int seed)
        {
            Path = network.Start == StartKind.Scratch ? null : WeightsOf(shared, network.Network);
            if (network.Start != StartKind.MeanAndVariance) return;
            var definition = BackboneTable.All[network.Network];
            using var drawn = definition.Build(3, new(3), seed);
            PretrainedWeights.Load(drawn, definition, Path!, _ => { }, PretrainedUse.MeanAndVariance, seed);
            Path = _drawn = System.IO.Path.GetTempFileName();
            using var stream = File.Create(_drawn);
            SafetensorsWriter.Write(stream, drawn.state_dict().Select(entry => (entry.Key, entry.Value)));
        }

        public string? Path { get; }

        public void Dispose()
        {
            if (_drawn is not null) File.Delete(_drawn);
        }
    }
}
