using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Weights;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // The network, what it starts from, and its head.
    public sealed partial class Options
    {
        /// <summary>The network, a name of <see cref="Backbones.BackboneTable"/>.</summary>
        public string Backbone { get; set; } = "resnet50";

        /// <summary>The pretrained weights: 'imagenet', a name of the network's row, or a path: a .safetensors, .pth or .npz file (<c>#key</c> after it for one set of several), a trained
        /// model's zip, or the folder of its run. Null trains from scratch.</summary>
        public string? Weights { get; set; } = "imagenet";

        /// <summary>What is taken from the pretrained weights: their values, or no more than each tensor's mean and variance (Raghu et al., 'Transfusion', 2019).</summary>
        public PretrainedUse PretrainedUse { get; set; }

        /// <summary>The mean and standard deviation that pixels are normalised by, of 1 or as many channels as the images have. Null: what belongs to the weights; ImageNet's for a
        /// checkpoint of one's own, of which nothing tells, and from scratch. Weights that were trained on another range than their pixels come in are the most frequent mistake with pretrained networks: state it here.</summary>
        public Preprocessing? Preprocessing { get; set; }

        /// <summary>Where the mean and standard deviation come from, unless <see cref="Preprocessing"/> states them.</summary>
        public Normalization Normalization { get; set; }

        /// <summary>The sizes of hidden layers between the network's features and the outputs. Empty: one linear layer.</summary>
        public IReadOnlyList<int> HiddenLayers { get; set; } = [];

        /// <summary>What follows each hidden layer.</summary>
        public TopActivation HiddenActivation { get; set; }

        /// <summary>The share of values that is dropped after each hidden layer in training, at least 0 and below 1.</summary>
        public double HiddenDropout { get; set; }

        /// <summary>Whether each hidden layer is followed by batch normalisation, before its activation.</summary>
        public bool HiddenBatchNorm { get; set; }

        /// <summary>Stochastic depth (Huang et al., 2016): the share of images that training takes past the last residual branch, at least 0 and below 1; earlier branches have less, in a line
        /// down to 0 at the first. Null: the network's own (<see cref="BackboneDefinition.StochasticDepth"/>), 0.2 for an EfficientNet and 0 for the others.</summary>
        /// <remarks>Block l of L, from 0, has rate · l / (L - 1) as in timm, and in an EfficientNet rate · l / L as in torchvision. Kept branches are divided by their chance to be kept. Scoring has all
        /// branches, and so have frozen stages. VGG, DenseNet and Inception have none to leave out.</remarks>
        public double? StochasticDepth { get; set; }

        /// <summary>The network that is trained, with values to start from scratch and its rate of stochastic depth.</summary>
        internal Backbone BuildNetwork(BackboneDefinition definition, int channels, Top top, int seed)
        {
            var network = definition.Build(channels, top, seed);
            if (network.Depth is { } depth) depth.Rate = StochasticDepth ?? depth.Rate;
            return network;
        }

        /// <summary>The head for so many outputs.</summary>
        internal Top TopOf(int outputs) => new(outputs, HiddenLayers, HiddenActivation, HiddenDropout, HiddenBatchNorm);

        private IEnumerable<string> NetworkProblems()
        {
            foreach (var problem in Missing((nameof(Backbone), Backbone), (nameof(HiddenLayers), HiddenLayers)).Concat(Undefined(PretrainedUse)).Concat(Undefined(Normalization))) yield return problem;
            if (Backbone is not null && !BackboneTable.All.TryFind(Backbone, out _)) yield return BackboneTable.All.Unknown(Backbone);
            if (PretrainedUse == PretrainedUse.MeanAndVariance && Weights is null) yield return "PretrainedUse MeanAndVariance needs Weights to take them from. Received: null.";
            if (Normalization != Normalization.Weights && Preprocessing is not null)
                yield return $"Normalization must be Weights where Preprocessing states the figures. Received: {Normalization}. Set one of them.";
            if (Preprocessing is { } statistics && (statistics.Mean.Count == 0 || statistics.Mean.Count != statistics.Std.Count || statistics.Std.Any(std => !(std > 0))))
                yield return $"Preprocessing must have a mean and a standard deviation above 0 for each channel. Received: means {string.Join(", ", statistics.Mean)}, deviations {string.Join(", ", statistics.Std)}.";
            foreach (var size in (HiddenLayers ?? []).Where(size => size < 1)) yield return $"HiddenLayers must hold sizes of at least 1. Received: {size}.";
            if (StochasticDepth is not (null or (>= 0 and < 1))) yield return $"StochasticDepth must be at least 0 and below 1, or null for the network's own. Received: {StochasticDepth}.";
            else if (StochasticDepth > 0 && Backbone is not null && BackboneTable.All.TryFind(Backbone, out var row) && row?.DepthProblem is { } branches) yield return $"StochasticDepth {branches} Received: {StochasticDepth}.";
            foreach (var problem in Undefined(HiddenActivation)) yield return problem;
            if (HiddenDropout is not (>= 0 and < 1)) yield return $"HiddenDropout must be at least 0 and below 1. Received: {HiddenDropout}.";
            if (HiddenLayers is { Count: 0 } && (HiddenActivation != TopActivation.Relu || HiddenDropout > 0 || HiddenBatchNorm))
                yield return "HiddenActivation, HiddenDropout and HiddenBatchNorm need HiddenLayers to follow. Received: none. Leave them as they are for a linear head.";
        }
    }
}
