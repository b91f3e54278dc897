namespace MlNetTL.Experiments.Pipelines;

/// <summary>A way to look at an image when it is scored.</summary>
public enum TestTimeViewKind
{
    /// <summary>As it is.</summary>
    Original,

    /// <summary>Left and right exchanged.</summary>
    HorizontalFlip,

    /// <summary>Top and bottom exchanged.</summary>
    VerticalFlip,

    /// <summary>Both exchanged.</summary>
    BothFlips,
}
