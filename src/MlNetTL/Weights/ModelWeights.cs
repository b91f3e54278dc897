using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>What a trained model's zip says of the network in it.</summary>
/// <param name="Backbone">The network, a name of <see cref="BackboneTable"/>.</param>
/// <param name="Preprocessing">The normalisation that it was trained with.</param>
/// <param name="LabelNames">The names of its outputs; empty where it has none.</param>
/// <param name="Origin">The weights that its own training started from; null where it says nothing of them.</param>
/// <param name="HiddenActivation">What follows each hidden layer of its head.</param>
public sealed record ModelWeights(string Backbone, Preprocessing Preprocessing, IReadOnlyList<string> LabelNames, WeightsOrigin? Origin = null, TopActivation HiddenActivation = TopActivation.Relu);
