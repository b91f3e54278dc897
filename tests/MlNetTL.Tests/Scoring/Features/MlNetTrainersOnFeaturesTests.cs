using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Tests.Training;

namespace MlNetTL.Tests.Scoring.Features;

/// <summary>ML.NET's own trainers and transforms on deep features of stripes, upright or lying: even a random network sees the direction of edges.</summary>
[TestClass]
public sealed class MlNetTrainersOnFeaturesTests
{
    private static readonly StripedImages s_images = new(120);
    private static DataOperationsCatalog.TrainTestData s_data;

    private static MLContext ML => s_images.ML;

    [ClassInitialize]
    public static void Split(TestContext _) => s_data = ML.Data.TrainTestSplit(s_images.View, testFraction: 0.33, samplingKeyColumnName: "Patient", seed: 1);

    [ClassCleanup]
    public static void Clean() => s_images.Dispose();

    [TestMethod]
    public void SdcaLearnsFromThem() => Learns(ML.Transforms.NormalizeMeanVariance("Features").Append(ML.BinaryClassification.Trainers.SdcaLogisticRegression()));

    [TestMethod]
    public void FastTreeLearnsFromThem() => Learns(ML.BinaryClassification.Trainers.FastTree(numberOfLeaves: 4, numberOfTrees: 20, minimumExampleCountPerLeaf: 4));

    [TestMethod]
    public void LightGbmLearnsFromThem() => Learns(ML.BinaryClassification.Trainers.LightGbm(numberOfLeaves: 4, minimumExampleCountPerLeaf: 4, numberOfIterations: 20));

    [TestMethod]
    public void PrincipalComponentsKeepWhatTellsThemApart() => Learns(ML.Transforms.NormalizeMeanVariance("Features").Append(ML.Transforms.ProjectToPrincipalComponents("Features", rank: 8, seed: 1))
        .Append(ML.BinaryClassification.Trainers.SdcaLogisticRegression()));

    [TestMethod]
    public void CrossValidationComputesEachImageOnce()
    {
        var chain = Featurize("folds").Append(ML.BinaryClassification.Trainers.SdcaLogisticRegression());
        var results = ML.BinaryClassification.CrossValidate(s_images.View, chain, numberOfFolds: 3, samplingKeyColumnName: "Patient");
        Assert.IsTrue(results.All(result => result.Metrics.AreaUnderRocCurve > 0.9));
        var folds = results.Select(result => ((IEnumerable<ITransformer>)result.Model).SelectMany(part => part as IEnumerable<ITransformer> ?? [part]).OfType<MlNetTL.Scoring.ImageFeaturizingTransformer>().Single()).ToList();
        Assert.AreEqual(120, folds.Sum(fold => fold.Computed));
        folds.ForEach(fold => fold.Dispose());
    }

    [TestMethod]
    public void PermutationImportanceNamesTheFeaturesThatMatter()
    {
        var chain = Featurize("importance", stage: "stem");
        using var features = chain.Fit(s_data.TrainSet);
        var trained = ML.BinaryClassification.Trainers.FastTree(numberOfLeaves: 4, numberOfTrees: 10, minimumExampleCountPerLeaf: 4).Fit(features.Transform(s_data.TrainSet));
        var importance = ML.BinaryClassification.PermutationFeatureImportanceNonCalibrated(trained, features.Transform(s_data.TestSet));
        Assert.HasCount(64, importance);
        Assert.IsTrue(importance.Keys.All(name => name.StartsWith("stem.", StringComparison.Ordinal)), string.Join(' ', importance.Keys.Take(3)));
        Assert.IsLessThan(-0.01, importance.Values.Min(change => change.AreaUnderRocCurve.Mean));
    }

    private static void Learns(IEstimator<ITransformer> trainer)
    {
        var model = Featurize("shared").Append(trainer).Fit(s_data.TrainSet);
        Assert.IsGreaterThan(0.95, ML.BinaryClassification.EvaluateNonCalibrated(model.Transform(s_data.TestSet)).AreaUnderRocCurve);
        model.Dispose();
    }

    private static EstimatorChain<MlNetTL.Scoring.ImageFeaturizingTransformer> Featurize(string cache, string stage = "stage2") =>
        FeaturizeImagesTests.Chain(s_images, FeaturizeImagesTests.Options(s_images) with { Stage = stage, CacheFolder = s_images[cache] });
}
