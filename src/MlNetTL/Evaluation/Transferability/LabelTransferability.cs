using System.Text.Json.Serialization;

namespace MlNetTL.Evaluation;

/// <summary>What features promise for one label.</summary>
/// <param name="Name">The label.</param>
/// <param name="Rows">The rows where it is known.</param>
/// <param name="LogME">The logarithm of maximum evidence, divided by the rows; NaN for a label with one class only, which is left out of means.</param>
/// <param name="HScore">The regularised H-score, 0 to 1; NaN likewise.</param>
public sealed record LabelTransferability(string Name, int Rows, double LogME, double HScore)
{
    /// <summary>Whether the label has both classes, so that it can be scored.</summary>
    [JsonIgnore]
    public bool IsScored => !double.IsNaN(LogME);
}
