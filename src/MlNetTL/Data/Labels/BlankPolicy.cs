namespace MlNetTL.Data;

/// <summary>What becomes of a label that the report does not mention (blank in CheXpert, NaN in the data).</summary>
public enum BlankPolicy
{
    /// <summary>Not known (NaN): the label takes no part in the loss.</summary>
    Ignore,

    /// <summary>Negative (0).</summary>
    Negative,
}
