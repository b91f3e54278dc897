using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>The tensors that a fit changes, and a checkpoint keeps.</summary>
/// <param name="Network">The network.</param>
/// <param name="Optimizer">Its optimiser.</param>
/// <param name="Best">The best weights so far.</param>
/// <param name="Average">The average of the weights; null for none.</param>
/// <param name="LossState">What the losses train beside the network, by name; empty for nothing.</param>
internal sealed record TrainingTensors(nn.Module Network, OptimizerHelper Optimizer, BestWeights Best, WeightAverage? Average, IReadOnlyDictionary<string, Tensor> LossState);
