using System.Text.RegularExpressions;
using Microsoft.ML;

namespace MlNetTL.Tests.Architecture;

/// <summary>README.md's example of deep features runs on real X-rays, and README.md shows it as it runs here.</summary>
[TestClass]
public sealed partial class ReadmeFeaturesTests
{
    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    [TestCategory("Long")]
    public void TheExampleLearnsWithoutTrainingANetwork()
    {
        var data = SharedFolder.Require("data/pneumonia");
        using var folder = new TemporaryFolder();
        File.Copy(SharedFolder.Require("data/weights/resnet18.pth"), folder["resnet18.pth"]);
        Directory.CreateSymbolicLink(folder["pneumonia"], data);
        var (before, cache) = (Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable("MLNETTL_CACHE"));
        Directory.SetCurrentDirectory(folder.Path);
        Environment.SetEnvironmentVariable("MLNETTL_CACHE", folder["cache"]);
        try
        {
            #region README
            var mlContext = new MLContext(seed: 1);
            var train = mlContext.Data.LoadImageManifest("pneumonia/labels.csv", splitColumn: "split", split: "train");
            var test = mlContext.Data.LoadImageManifest("pneumonia/labels.csv", splitColumn: "split", split: "test");
            var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
                .Append(mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224))
                .Append(mlContext.Transforms.FeaturizeImages("Features", "Image", backbone: "resnet18", weights: "resnet18.pth", stage: "stage4"))
                .Append(mlContext.MulticlassClassification.Trainers.LightGbm());
            var metrics = mlContext.MulticlassClassification.Evaluate(pipeline.Fit(train).Transform(test));
            #endregion
            Assert.IsGreaterThan(0.7, metrics.MicroAccuracy);
            Assert.IsNotEmpty(Directory.GetFiles(folder["cache/features"], "*.features", SearchOption.AllDirectories));
            TestContext.WriteLine($"Accuracy {metrics.MicroAccuracy:f3} on 450 test images.");
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Environment.SetEnvironmentVariable("MLNETTL_CACHE", cache);
        }
    }

    [TestMethod]
    public void TheReadmeShowsTheExampleAsItRuns()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Architecture", "ReadmeFeaturesTests.cs")).ReplaceLineEndings("\n");
        var lines = Region().Match(source).Groups["body"].Value.TrimEnd().Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        var expected = string.Join("\n", lines.Select(line => line[indent..].TrimEnd()));
        Assert.Contains($"```csharp\n{expected}\n```", File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n"));
    }

    public TestContext TestContext { get; set; } = null!;

    [GeneratedRegex(@"#region README\n(?<body>.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
