using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Foundation;

namespace MlNetTL.Tests.Experiments;

/// <summary>Runs that nobody made, with figures drawn from a seed: for the files and the report.</summary>
internal static class MadeUpRuns
{
    public static readonly string[] ChestLabels =
    [
        "No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema", "Consolidation",
        "Pneumonia", "Atelectasis", "Pneumothorax", "Pleural Effusion", "Pleural Other", "Fracture", "Support Devices",
    ];

    public static RunResult Make(TaskKind kind, string[] names, int images = 300, int epochs = 12, bool withTest = false, DatasetKind dataset = DatasetKind.Chexpert)
    {
        var pipeline = new Pipeline($"made-up-{kind.ToString().ToLowerInvariant()}", new(dataset), new(kind, names), Description: "A run that nobody made, to look at the report.",
            Augmentation: [new(AugmentationKind.Crop, MinimumScale: 0.8), new(AugmentationKind.Rotate, MaximumDegrees: 10)]);
        var random = new RowRandom(5, "made-up history");
        var history = new List<EpochRecord>();
        for (var i = 1; i <= epochs; i++)
            history.Add(new(i <= epochs / 4 ? "head" : "all", i <= epochs / 4 ? i : i - epochs / 4, 1e-3, 0.7 / Math.Sqrt(i) + 0.02 * random.NextGaussian(),
                0.72 / Math.Sqrt(Math.Min(i, 6)) + 0.008 * Math.Max(0, i - 6) + 0.015 * random.NextGaussian(), "AUC", 0.93 - 0.4 / (i + 1) + 0.01 * random.NextGaussian(), 6.2, 210));
        int? best = epochs == 0 ? null : history.IndexOf(history.MaxBy(epoch => epoch.Metric)!);
        List<EvaluationResult> evaluations = [EvaluationResult.Compute("validation", kind, names, Rows(kind, names.Length, images, 1), choseBestEpoch: true)];
        if (withTest) evaluations.Add(EvaluationResult.Compute("test", kind, names, Rows(kind, names.Length, images, 2), choseBestEpoch: false));
        return new(pipeline,
            new(new(2026, 1, 31, 14, 25, 0, TimeSpan.FromHours(1)), 1, "cpu", 2, "resnet18", "imagenet", new string('a', 64), "8-bit grey, stretched to 224 x 224, mean 0.485, standard deviation 0.229",
                new Dictionary<string, string> { ["MlNetTL"] = "0.1.0", ["ML.NET"] = "5.0.1", [".NET"] = "10.0.1" },
                new("resnet18-f37072fd.pth", "Loaded 120 tensors from resnet18-f37072fd.pth; left new: fc.weight, fc.bias.", "3 channels, values from -2.118 to 2.64",
                    "https://download.pytorch.org/models/resnet18-f37072fd.pth", "BSD-3-Clause", 69.758, 1000, "224 px, cut from 256 px, bilinear, RGB"), "of the pretrained weights"),
            [new("train", 4 * images, 2 * images, Unreadable: 2, Unlabelled: 17), new("validation", images, images / 2)], history, best, evaluations, [], 83.4);
    }

    public static List<EvaluationRow> Rows(TaskKind kind, int count, int images, long seed)
    {
        var rows = new List<EvaluationRow>();
        for (var row = 0; row < images; row++)
        {
            var random = new RowRandom(seed, "made-up rows", row: row);
            var (truth, scores) = kind == TaskKind.Multiclass ? Multiclass(count, ref random) : Labels(kind, count, ref random);
            rows.Add(new($"patient{row / 2:D5}/study1/view{row % 2 + 1}_frontal.png", $"patient{row / 2:D5}", truth, row == 7 ? [.. scores.Select(_ => float.NaN)] : scores));
        }
        return rows;
    }

    /// <summary>Squares of one grey, as PNG files.</summary>
    public static List<ReportExample> Examples(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new ReportExample(OnePixel, $"patient{i:D5}/study1/view1_frontal.png", i % 3 == 0 ? "no Lung Opacity" : "Lung Opacity", "Lung Opacity", 0.97 - 0.03 * i, i % 3 != 0))];

    private static byte[] OnePixel => Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private static (float[], float[]) Labels(TaskKind kind, int count, ref RowRandom random)
    {
        var (truth, scores) = (new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var positive = random.NextDouble() < 0.4 / (1 + i % 5);
            truth[i] = kind == TaskKind.MultiLabel && i == 0 && count > 6 ? 1 : random.NextDouble() < 0.1 ? float.NaN : positive ? 1 : 0;
            scores[i] = (float)(1 / (1 + Math.Exp(-(1.3 * random.NextGaussian() + (positive ? 1.3 : -1.2)))));
        }
        return (truth, scores);
    }

    private static (float[], float[]) Multiclass(int count, ref RowRandom random)
    {
        var c = random.NextInt(count);
        var scores = new float[count];
        for (var i = 0; i < count; i++) scores[i] = (float)Math.Exp(random.NextGaussian() + (i == c ? 1.8 : 0));
        var sum = scores.Sum();
        return ([c], [.. scores.Select(score => score / sum)]);
    }
}
