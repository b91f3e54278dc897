using MlNetTL.Backbones;
using MlNetTL.Images;

namespace MlNetTL.Scoring;

/// <summary>All that a model's zip holds beside its weights.</summary>
/// <param name="Task">What the model predicts.</param>
/// <param name="Backbone">The network, a name of <see cref="BackboneTable"/>.</param>
/// <param name="HiddenLayers">The sizes of hidden layers before the outputs.</param>
/// <param name="LabelNames">The name of each output: the label (binary), the classes, or the labels.</param>
/// <param name="TrainedLabels">For each output, whether it was trained. A label with one class only is not, and scores NaN.</param>
/// <param name="Layout">What the image column must hold.</param>
/// <param name="Preprocessing">The mean and standard deviation that the pixels are normalised by.</param>
/// <param name="PretrainedWeights">Where training started from: the name or the file name of the weights, or null for 'from scratch'.</param>
/// <param name="PretrainedSha256">The sha256 of that file.</param>
/// <param name="Seed">The seed of the fit.</param>
/// <param name="TrainedOn">The device of the fit.</param>
/// <param name="LibraryVersion">The version of MlNetTL.</param>
/// <param name="TorchVersion">The version of libtorch.</param>
/// <param name="Pretrained">All that is known of those weights; null from scratch, and for models saved before this was kept.</param>
/// <param name="Normalization">Where <paramref name="Preprocessing"/> came from; null for models saved before this was kept.</param>
/// <param name="HiddenActivation">What follows each hidden layer.</param>
/// <param name="HiddenDropout">The share of values that was dropped after each hidden layer in training.</param>
/// <param name="HiddenBatchNorm">Whether each hidden layer is followed by batch normalisation.</param>
/// <param name="TestTimeViews">The views of an image that are scored; the answer is the mean of what they mean.</param>
/// <param name="OrdinalMethod">How grades were learned, of ordinal tasks.</param>
/// <param name="Targets">The unit of the network's output, of regression and of grades by cut points.</param>
/// <param name="Cuts">The cut points, of grades by cut points.</param>
public sealed record ModelDescription(
    PredictionTask Task, string Backbone, IReadOnlyList<int> HiddenLayers, IReadOnlyList<string> LabelNames, IReadOnlyList<bool> TrainedLabels,
    ImageLayout Layout, Preprocessing Preprocessing, string? PretrainedWeights, string? PretrainedSha256, int Seed, string TrainedOn, string LibraryVersion, string TorchVersion,
    PretrainedDescription? Pretrained = null, NormalizationSource? Normalization = null,
    TopActivation HiddenActivation = TopActivation.Relu, double HiddenDropout = 0, bool HiddenBatchNorm = false,
    TestTimeViews TestTimeViews = TestTimeViews.Original,
    OrdinalMethod? OrdinalMethod = null, TargetScale? Targets = null, GradeCuts? Cuts = null)
{
    /// <summary>Whether each label has three outputs, negative, positive and uncertain (U-MultiClass), and its probability is that of positive among the first two.</summary>
    public bool UncertainIsClass { get; init; }

    /// <summary>For each label of a hierarchical model the place of its parent among them, -1 for a root; a score is the product down the path. Null for other models.</summary>
    public IReadOnlyList<int>? Parents { get; init; }

    /// <summary>The number of the network's outputs.</summary>
    internal int Outputs => UncertainIsClass ? Logits * UncertainClass.Count : Logits;

    /// <summary>The number of logits that scores are made of.</summary>
    internal int Logits => Task switch
    {
        PredictionTask.Binary or PredictionTask.Regression => 1,
        PredictionTask.Multiclass or PredictionTask.MultiLabel => LabelNames.Count,
        PredictionTask.Ordinal => OrdinalMethod == Scoring.OrdinalMethod.CutPoints ? 1 : LabelNames.Count - 1,
        _ => throw new NotSupportedException($"{nameof(ModelDescription)} must know the outputs of each task. It lacks '{Task}'."),
    };

    /// <summary>The network's head.</summary>
    internal Top Top => new(Outputs, HiddenLayers, HiddenActivation, HiddenDropout, HiddenBatchNorm, SharedWeight: OrdinalMethod == Scoring.OrdinalMethod.Coral);

    /// <summary>The unit of the outputs.</summary>
    internal TargetScale Scale => Targets ?? TargetScale.None;

    /// <summary>What the outputs of an ordinal task say of grades.</summary>
    internal IGrader Grader => OrdinalMethod == Scoring.OrdinalMethod.CutPoints ? new CutPointGrader(Scale, Cuts ?? GradeCuts.HalfWay(LabelNames.Count, deviation: 1)) : CoralGrader.Instance;
}
