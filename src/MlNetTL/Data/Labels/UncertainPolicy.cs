namespace MlNetTL.Data;

/// <summary>What becomes of a label that the report calls uncertain (-1 in CheXpert).</summary>
/// <remarks>Irvin et al., 'CheXpert' (2019), section 3.1: U-Ignore, U-Zeros, U-Ones, U-MultiClass, U-SelfTrained. The smoothed variants: Pham et al. (arXiv 1911.06475), section 3.3.</remarks>
public enum UncertainPolicy
{
    /// <summary>Not known (NaN): the label takes no part in the loss.</summary>
    Ignore,

    /// <summary>Negative (0).</summary>
    Zeros,

    /// <summary>Positive (1).</summary>
    Ones,

    /// <summary>Somewhat negative: uniform in a range, 0 to 0.3 unless told otherwise.</summary>
    SmoothedZeros,

    /// <summary>Somewhat positive: uniform in a range, 0.55 to 0.85 unless told otherwise.</summary>
    SmoothedOnes,

    /// <summary>A class of its own: it stays -1, for a trainer that learns three classes a label, negative, positive and uncertain (<c>Options.UncertainIsClass</c>).</summary>
    MultiClass,

    /// <summary>What a model thinks that was trained without it: it stays -1 until <c>ReplaceUncertainLabels</c> puts that model's probability in its place.</summary>
    SelfTrained,
}
