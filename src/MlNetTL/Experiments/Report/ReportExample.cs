namespace MlNetTL.Experiments.Report;

/// <summary>An image shown in the report, as the network saw it.</summary>
/// <param name="Png">The picture as a PNG file, small.</param>
/// <param name="Path">Where the image lies.</param>
/// <param name="Truth">What it shows, in words.</param>
/// <param name="Predicted">What the model says, in words.</param>
/// <param name="Score">The model's probability for what it says.</param>
/// <param name="IsRight">Whether both agree.</param>
public sealed record ReportExample(byte[] Png, string Path, string Truth, string Predicted, double Score, bool IsRight);
