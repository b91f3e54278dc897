using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>Three outputs a label, negative, positive and uncertain, of which a softmax is taken (U-MultiClass: Irvin et al., 'CheXpert', 2019, section 3.1).</summary>
internal static class UncertainClass
{
    /// <summary>The outputs of a label, in this order.</summary>
    public const int Negative = 0, Positive = 1, Uncertain = 2, Count = 3;

    /// <summary>The outputs of each label apart: [rows, labels, 3].</summary>
    /// <param name="outputs">[rows, 3 x labels], label by label.</param>
    public static Tensor ByLabel(Tensor outputs) => outputs.reshape(outputs.shape[0], -1, Count);

    /// <summary>The logit of each label's probability, [rows, labels]. The paper's probability is p1 / (p0 + p1) of the softmax, which is the sigmoid of the difference of the two outputs.</summary>
    /// <param name="outputs">[rows, 3 x labels], label by label.</param>
    public static Tensor LogitsOf(Tensor outputs)
    {
        using var scope = NewDisposeScope();
        var labels = ByLabel(outputs);
        return (labels.select(2, Positive) - labels.select(2, Negative)).MoveToOuterDisposeScope();
    }
}
