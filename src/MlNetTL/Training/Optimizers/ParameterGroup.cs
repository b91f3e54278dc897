using TorchSharp.Modules;

namespace MlNetTL.Training.Optimizers;

/// <summary>Parameters that learn at one rate.</summary>
/// <param name="Parameters">The parameters, in a list: optimisers go through it at every step.</param>
/// <param name="LearningRate">Their learning rate.</param>
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double LearningRate);
