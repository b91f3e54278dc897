namespace MlNetTL.Evaluation;

/// <summary>What a network's features promise for a task before it is trained on it. The figures compare networks on the same rows; alone they say little.</summary>
/// <param name="LogME">The logarithm of maximum evidence (You et al. 2021), divided by the rows: the mean over classes, or over labels. Higher is better; no fixed range.</param>
/// <param name="HScore">The regularised H-score (Bao et al. 2019; Ibrahim et al. 2021), for labels their mean. From 0 to the number of classes less 1; higher is better.</param>
/// <param name="Rows">The rows that were used: those where a class or a label is known.</param>
/// <param name="Features">The number of features.</param>
/// <param name="Labels">The figures of each label of a multi-label task; empty for classes.</param>
public sealed record TransferabilityEstimate(double LogME, double HScore, int Rows, int Features, IReadOnlyList<LabelTransferability> Labels)
{
    /// <summary>The labels that are left out of the means because all their known rows are of one class.</summary>
    public IEnumerable<string> LeftOut => Labels.Where(label => !label.IsScored).Select(label => label.Name);
}
