using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Architecture;

/// <summary>README.md's example runs, and README.md shows it as it runs here.</summary>
[TestClass]
public sealed partial class ReadmeTests
{
    [TestMethod]
    public void TheExampleOfTheReadmeLearns()
    {
        using var folder = new TemporaryFolder();
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            #region README
            ChestPhantoms.WriteTo("phantoms", new PhantomOptions(TrainPatients: 250, ValidPatients: 100, Size: 64));
            var mlContext = new MLContext(seed: 1);
            var train = mlContext.Data.LoadCheXpert("phantoms", CheXpertView.Frontal);
            var test = mlContext.Data.LoadCheXpert("phantoms", CheXpertView.Frontal, CheXpertSplit.Valid);
            var pipeline = mlContext.Transforms.MapUncertainLabel("Label", "Labels", "Pleural Effusion", blank: BlankPolicy.Negative)
                .Append(mlContext.Transforms.LoadImageTensors("Image", height: 64, width: 64, channels: 1))
                .Append(mlContext.BinaryClassification.Trainers.ImageTransferLearning(backbone: "resnet18", weights: null, epochs: 5, learningRate: 1e-3, samplingKeyColumnName: "Patient"));
            var model = pipeline.Fit(train);
            var metrics = mlContext.BinaryClassification.Evaluate(model.Transform(test));
            mlContext.Model.Save(model, train.Schema, "model.zip");
            #endregion
            Assert.IsGreaterThan(0.8, metrics.AreaUnderRocCurve);
            var loaded = new MLContext().Model.Load("model.zip", out _);
            CollectionAssert.AreEqual(model.Transform(test).GetColumn<float>("Probability").ToArray(), loaded.Transform(test).GetColumn<float>("Probability").ToArray());
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [TestMethod]
    public void TheReadmeShowsTheExampleAsItRuns()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Architecture", "ReadmeTests.cs"));
        var lines = Region().Match(source).Groups["body"].Value.TrimEnd().Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        var expected = string.Join("\n", lines.Select(line => line[indent..].TrimEnd()));
        Assert.Contains($"```csharp\n{expected}\n```", Readme());
    }

    [TestMethod]
    public void EveryPathInTheReadmeExists()
    {
        var missing = LocalPath().Matches(Readme()).Select(match => match.Groups["path"].Value).Where(path => !Path.Exists(Path.Combine(Repository.Root, path)));
        Assert.AreEqual("", string.Join(", ", missing));
    }

    private static string Readme() => File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    [GeneratedRegex(@"#region README\r?\n(?<body>.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    // Paths of this repository: in backticks or in a link, from one of its folders on.
    [GeneratedRegex(@"[`(](?<path>(?:src|tests|pipelines|schemas)(?:/[\w.-]+)+/?)[`)]")]
    private static partial Regex LocalPath();
}
