namespace MlNetTL.Experiments.Pipelines;

/// <summary>The kind of a step that images go through when they are decoded.</summary>
public enum PreprocessKind
{
    /// <summary>Frames and letterboxes of one shade are cut off.</summary>
    BorderRemoval,

    /// <summary>The disc of a fundus photograph is found, scaled and cut out.</summary>
    DiscCrop,

    /// <summary>The local mean is taken from each pixel.</summary>
    LocalMean,

    /// <summary>Contrast-limited adaptive histogram equalisation.</summary>
    Clahe,

    /// <summary>Grey levels between two percentiles become the full range.</summary>
    PercentileWindow,
}
