namespace MlNetTL.Experiments.Pipelines;

/// <summary>How grades in order are learned.</summary>
public enum OrdinalMethodKind
{
    /// <summary>CORAL (Cao, Mirjalili and Raschka, 2020).</summary>
    Coral,

    /// <summary>A regression, cut into grades where the quadratic weighted kappa of the validation images is highest.</summary>
    CutPoints,
}
