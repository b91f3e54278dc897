namespace MlNetTL.Data;

/// <summary>Which classes the nuclei of CoNSeP are put into.</summary>
public enum CoNSePClasses
{
    /// <summary>The seven classes of the files: <see cref="CoNSePLabels.Seven"/>.</summary>
    Seven,

    /// <summary>The four that the paper measures: <see cref="CoNSePLabels.Four"/>.</summary>
    Four,
}
