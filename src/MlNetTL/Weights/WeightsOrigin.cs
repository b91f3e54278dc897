namespace MlNetTL.Weights;

/// <summary>Where the weights of a trained model come from: what their publisher says goes with them from model to model, the licence first.</summary>
/// <param name="Name">The weights that the first training started from.</param>
/// <param name="Url">Where they are published; null where that is not known.</param>
/// <param name="Licence">The licence, or what the publisher says of it; null where that is not known.</param>
public sealed record WeightsOrigin(string Name, Uri? Url, string? Licence);
