namespace MlNetTL.Weights;

/// <summary>Weights could not be got. The message says which file, why, and what to do instead.</summary>
public sealed class WeightsDownloadException : IOException
{
    internal WeightsDownloadException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
