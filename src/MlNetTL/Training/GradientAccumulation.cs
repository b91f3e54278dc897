using MlNetTL.Training.Sampling;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>The gradient of one step from several parts of its images, as if they were one batch.</summary>
/// <remarks>The mean loss of a batch is a sum over its weights, be they rows, class weights or known labels. Each part's mean is therefore multiplied by its own weight, and the gradients are
/// divided by the weight of all parts at the end: a mean of means would count the images of a small or light part more.</remarks>
internal sealed class GradientAccumulation
{
    private readonly bool _isWhole;
    private double _loss;
    private double _weight;

    /// <summary>Begins a step.</summary>
    /// <param name="parts">How many parts it has.</param>
    public GradientAccumulation(int parts) => _isWhole = parts == 1;

    /// <summary>The rows of a step in parts. A last part of one row joins the one before it, since batch-norm needs two values a channel.</summary>
    /// <param name="step">The rows.</param>
    /// <param name="batchSize">Rows a part.</param>
    /// <param name="parts">The most parts that a whole step has.</param>
    public static IReadOnlyList<DrawnBatch> Parts(DrawnBatch step, int batchSize, int parts)
    {
        if (parts == 1) return [step];
        return [.. Divided(step.Rows, batchSize).Zip(Divided(step.Draws, batchSize), (rows, draws) => new DrawnBatch(rows, draws))];
    }

    /// <summary>Adds the gradient of a part.</summary>
    /// <param name="loss">The mean loss of the part.</param>
    /// <param name="value">Its value.</param>
    /// <param name="weightOf">Tells what the mean was divided by; not asked where there is one part.</param>
    /// <param name="backward">Goes backward from a loss.</param>
    public void Add(Tensor loss, float value, Func<double> weightOf, Action<Tensor> backward)
    {
        var weight = _isWhole ? 1 : weightOf();
        backward(_isWhole ? loss : loss * weight);
        _loss += value * weight;
        _weight += weight;
    }

    /// <summary>Makes the sum of the gradients the gradient of the mean, and gives the mean loss of the step.</summary>
    /// <param name="trained">All that has a gradient.</param>
    public float Finish(IEnumerable<Tensor> trained)
    {
        // A step in which no label is known has no gradient to divide.
        var weight = _weight > 0 ? _weight : 1;
        if (!_isWhole)
            foreach (var gradient in trained.Select(parameter => parameter.grad).OfType<Tensor>()) gradient.div_(weight);
        return (float)(_loss / weight);
    }

    private static List<T[]> Divided<T>(T[] step, int batchSize)
    {
        var divided = step.Chunk(batchSize).ToList();
        return divided is [.., var before, [var single]] ? [.. divided.SkipLast(2), [.. before, single]] : divided;
    }
}
