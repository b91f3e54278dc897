using MlNetTL.Backbones;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Scores the validation rows with a network as it stands, and leaves it as it is.</summary>
/// <param name="network">The network.</param>
/// <param name="task">The task.</param>
/// <param name="batchSize">Rows a batch.</param>
internal sealed class Validator(Backbone network, LearningTask task, int batchSize)
{
    /// <summary>Scores all rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="classWeights">What the task gave for the training rows.</param>
    /// <param name="scored">Is told after each batch how many rows are done, and may stop the work by throwing.</param>
    public ValidationScores Score(IBatches rows, Tensor? classWeights, Action<int> scored)
    {
        network.eval();
        using var quiet = inference_mode(true);
        using var all = NewDisposeScope();
        var outputs = new List<Tensor>();
        var labels = new List<Tensor>();
        foreach (var batch in BatchOrder.InOrder(rows.Rows.Count, batchSize))
        {
            using var scope = NewDisposeScope();
            var (inputs, truth) = rows.Load(batch);
            outputs.Add(rows.Logits(network, inputs).MoveToOuterDisposeScope());
            labels.Add(truth.MoveToOuterDisposeScope());
            scored(batch[^1] + 1);
        }
        var joined = task.LogitsOf(cat(outputs));
        return new(task.Loss(joined, cat(labels), classWeights).item<float>(), RowsOf(joined), rows.Rows.Labels);
    }

    private static float[][] RowsOf(Tensor logits)
    {
        using var flat = logits.cpu().contiguous();
        return [.. flat.data<float>().ToArray().Chunk((int)logits.shape[1])];
    }
}
