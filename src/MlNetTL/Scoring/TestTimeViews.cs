namespace MlNetTL.Scoring;

/// <summary>Ways to look at an image when it is scored: all that are named are scored, and the mean of what they mean (probabilities, not logits) is the answer (test-time augmentation; Krizhevsky et al. 2012,
/// section 4.1, take the mean over mirrored crops). Scoring takes as many times longer as there are views.</summary>
/// <remarks>A view must leave the label true: a mirrored chest has its heart on the other side, so a model that was trained without such flips should not be asked about them.</remarks>
[Flags]
public enum TestTimeViews
{
    /// <summary>No view: nothing could be scored.</summary>
    None = 0,

    /// <summary>The image as it is.</summary>
    Original = 1,

    /// <summary>Left and right exchanged.</summary>
    HorizontalFlip = 2,

    /// <summary>Top and bottom exchanged.</summary>
    VerticalFlip = 4,

    /// <summary>Both exchanged: a turn by 180 degrees.</summary>
    BothFlips = 8,
}
