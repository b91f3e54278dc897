namespace MlNetTL.Experiments.Runs;

/// <summary>What is known of pretrained weights, and what became of them. Null is what their publisher does not say.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Fitted">What was loaded, what was changed to fit, and what was left new.</param>
/// <param name="Expects">The channels and the range of values that they were trained with, in words.</param>
/// <param name="Url">Where they are published.</param>
/// <param name="Licence">Their licence.</param>
/// <param name="Top1">Their published accuracy on ImageNet's validation images, in percent.</param>
/// <param name="Outputs">The number of outputs that they were trained for.</param>
/// <param name="Images">The images that they were made for, in words.</param>
public sealed record WeightsProvenance(
    string File, string Fitted, string Expects, string? Url = null, string? Licence = null, double? Top1 = null, int? Outputs = null, string? Images = null);
