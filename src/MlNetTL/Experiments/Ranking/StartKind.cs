namespace MlNetTL.Experiments.Ranking;

/// <summary>What the values of a network are before it is trained.</summary>
public enum StartKind
{
    /// <summary>Pretrained.</summary>
    Pretrained,

    /// <summary>Random, with the mean and variance that each pretrained tensor has (Raghu et al. 2019).</summary>
    MeanAndVariance,

    /// <summary>Those of its authors' rules for training from scratch.</summary>
    Scratch,
}
