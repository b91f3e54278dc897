namespace MlNetTL.Experiments.Pipelines;

/// <summary>How the training images of an epoch are chosen.</summary>
public enum SamplingKind
{
    /// <summary>Each once.</summary>
    None,

    /// <summary>With replacement, each class as likely as the others; of several labels, an image by its rarest positive label (Gupta et al., 2019).</summary>
    Label,

    /// <summary>With replacement, each source (tile, slide, place or device) as likely as the others.</summary>
    Source,

    /// <summary>With replacement, each patient as likely as the others.</summary>
    Patient,
}
