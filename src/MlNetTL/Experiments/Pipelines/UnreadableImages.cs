namespace MlNetTL.Experiments.Pipelines;

/// <summary>What happens to an image that cannot be decoded.</summary>
public enum UnreadableImages
{
    /// <summary>The run stops with the file's name.</summary>
    Fail,

    /// <summary>The image is left out, counted and reported.</summary>
    Missing,
}
