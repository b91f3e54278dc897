namespace MlNetTL.Weights;

/// <summary>What became of a checkpoint's tensors in a network.</summary>
/// <param name="Checkpoint">The checkpoint's name.</param>
/// <param name="Loaded">The number of tensors that were taken as they are.</param>
/// <param name="Adapted">The tensors that were changed to fit: the first convolution, where the number of image channels differs.</param>
/// <param name="LeftNew">The network's tensors that kept their own values: the head, where its shape differs or the checkpoint has none.</param>
public sealed record FitReport(string Checkpoint, int Loaded, IReadOnlyList<string> Adapted, IReadOnlyList<string> LeftNew)
{
    /// <summary>One line for the log.</summary>
    public string Summary =>
        $"Loaded {Loaded} tensors from {Checkpoint}"
        + (Adapted.Count > 0 ? $"; fitted to the image channels: {string.Join(", ", Adapted)}" : "")
        + (LeftNew.Count > 0 ? $"; left new: {string.Join(", ", LeftNew)}" : "") + ".";
}
