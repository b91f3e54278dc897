using MlNetTL.Foundation;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training.Mixing;

[TestClass]
public sealed class MixingTests
{
    public static IEnumerable<object[]> All => MixingTable.All.Names.Select(name => new object[] { name });

    [TestMethod]
    public void BoxesAreThoseOfTheRule()
    {
        foreach (var row in MixingFixture.Root.GetProperty("boxes").EnumerateArray())
        {
            int At(int i) => row[i].GetInt32();
            Assert.AreEqual(new CutBox(At(5), At(6), At(7), At(8)), CutBox.Of(At(0), At(1), row[2].GetDouble(), At(3), At(4)), $"{row}");
        }
    }

    [TestMethod]
    public void MixupIsTheMeanOfTwoInTheDrawnShares()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Batch(6, 1, 4, 5);
        var shares = new List<double>();
        for (var draw = 0; draw < 20; draw++)
        {
            var mixed = new Mixup(0.7).Mix(images, labels, seed: 3, epoch: 2, draw);
            // The first number of the batch's own stream.
            var random = new RowRandom(3, "mixing", 2, draw);
            Assert.AreEqual(BetaDraw.Next(ref random, 0.7), mixed.Share);
            // A row's number is its label, and each partner comes once.
            var partners = mixed.PartnerLabels!.flatten().data<float>().ToArray();
            CollectionAssert.AreEquivalent(labels.flatten().data<float>().ToArray(), partners);
            for (var row = 0; row < 6; row++)
                Assert.IsTrue(mixed.Inputs[row].allclose(images[row] * mixed.Share + images[(int)partners[row]] * (1 - mixed.Share), rtol: 1e-5, atol: 1e-6));
            shares.Add(mixed.Share);
        }
        Assert.AreEqual(20, shares.Distinct().Count());
    }

    [TestMethod]
    public void CutMixLaysAPartnersBoxOverEachImageAndCountsItsArea()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Batch(5, 3, 16, 20);
        var (kept, before) = (new List<double>(), images.clone());
        for (var draw = 0; draw < 40; draw++)
        {
            var mixed = new CutMix().Mix(images, labels, seed: 3, epoch: 1, draw);
            var partners = mixed.PartnerLabels!.flatten().data<float>().ToArray();
            for (var row = 0; row < 5; row++)
            {
                if ((int)partners[row] == row) continue;
                var own = mixed.Inputs[row].eq(images[row]).all(0);
                var others = mixed.Inputs[row].eq(images[(int)partners[row]]).all(0);
                Assert.AreEqual(320, (own | others).sum().item<long>(), "Every pixel is of one of both.");
                Assert.AreEqual(mixed.Share, own.sum().item<long>() / 320.0, 1e-12);
                // A box: as many pixels as lines times columns that it touches.
                Assert.AreEqual(others.sum().item<long>(), others.any(0).sum().item<long>() * others.any(1).sum().item<long>());
            }
            kept.Add(mixed.Share);
        }
        Assert.IsGreaterThan(10, kept.Distinct().Count());
        Assert.IsTrue(Same(images, before), "The images given are left as they are.");
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void AMixHangsOnSeedEpochAndBatch(string name)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Batch(8, 1, 12, 12);
        Tensor Mixed(int seed, int epoch, int draw) => MixingTable.All[name].Defaults with { Alpha = 1 } is var mixing ? mixing.Mix(images, labels, seed, epoch, draw).Inputs : images;
        var first = Mixed(1, 1, 1);
        _ = rand(10);
        Assert.IsTrue(Same(first, Mixed(1, 1, 1)));
        foreach (var other in new[] { Mixed(2, 1, 1), Mixed(1, 2, 1), Mixed(1, 1, 2) }) Assert.IsFalse(Same(first, other));
    }

    // Written out: λ times the mean over the first image's known labels, and 1 - λ times the mean over the second's.
    [TestMethod]
    public void EachImagesKnownLabelsLoseInItsShare()
    {
        using var scope = NewDisposeScope();
        float[] logits = [0.5f, -1, 2, 0.25f], first = [1, float.NaN, 0, float.NaN], second = [float.NaN, 0, 1, float.NaN];
        var batch = new MixedBatch(empty(0), tensor(first, [1, 4]), tensor(second, [1, 4]), 0.3);
        static double Loss(double logit, double target) => Math.Log(1 + Math.Exp(-logit)) + (1 - target) * logit;
        var expected = 0.3 * (Loss(0.5, 1) + Loss(2, 0)) / 2 + 0.7 * (Loss(-1, 0) + Loss(2, 1)) / 2;
        Assert.AreEqual(expected, Of(PredictionTask.MultiLabel, null), 1e-6);
        // Binary and multi-class, with class weights: each image's loss is the weighted mean of its own.
        batch = new MixedBatch(empty(0), tensor([1f, 0], [2, 1]), tensor([0f, 0], [2, 1]), 0.3);
        logits = [0.5f, -1];
        expected = 0.3 * (3 * Loss(0.5, 1) + 2 * Loss(-1, 0)) / 5 + 0.7 * (Loss(0.5, 0) + Loss(-1, 0)) / 2;
        Assert.AreEqual(expected, Of(PredictionTask.Binary, tensor([2f, 3])), 1e-6);
        logits = [0.5f, -1, 2, 0.25f, 1, 0];
        double Entropy(int row, int c) => Math.Log(logits.Skip(3 * row).Take(3).Sum(z => Math.Exp(z))) - logits[3 * row + c];
        expected = 0.3 * (3 * Entropy(0, 1) + 2 * Entropy(1, 0)) / 5 + 0.7 * (Entropy(0, 0) + Entropy(1, 0)) / 2;
        Assert.AreEqual(expected, Of(PredictionTask.Multiclass, tensor([2f, 3, 5])), 1e-6);

        double Of(PredictionTask task, Tensor? weights) => batch
            .Loss(labels => LearningTask.For(task).Loss(tensor(logits, [labels.shape[0], logits.Length / labels.shape[0]]), labels, weights, new CrossEntropy())).item<float>();
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void AlphaOutOfRangeIsRefused(string name)
    {
        foreach (var alpha in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            var options = StripedImages.Quick();
            options.Mixing = MixingTable.All[name].Defaults with { Alpha = alpha };
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate()).Message, $"must be above 0 and finite. Received: {alpha}.");
        }
    }

    private static bool Same(Tensor a, Tensor b) => a.eq(b).all().item<bool>();

    // Random pixels; a row's label is its number.
    private static (Tensor Images, Tensor Labels) Batch(int rows, int channels, int height, int width)
    {
        var random = new RowRandom(9, "mix");
        var pixels = new float[rows * channels * height * width];
        foreach (ref var pixel in pixels.AsSpan()) pixel = (float)random.NextGaussian();
        return (tensor(pixels, [rows, channels, height, width]), arange(rows, ScalarType.Float32).reshape(rows, 1));
    }
}
