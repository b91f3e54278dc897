namespace MlNetTL.Images;

/// <summary>An image cannot be read: it is missing, damaged, cut short, too large, of another format or of another number of bands than asked for.</summary>
public sealed class UnreadableImageException : IOException
{
    /// <summary>Makes the exception with a message of its own.</summary>
    public UnreadableImageException(string message) : base(message) => (Path, Reason) = ("", message);

    /// <summary>Makes the exception of one image.</summary>
    /// <param name="path">The file or files, or the name of the image where it comes from memory.</param>
    /// <param name="reason">Why it cannot be read, and what to do: sentences that begin in lower case.</param>
    /// <param name="inner">What the decoder said.</param>
    public UnreadableImageException(string path, string reason, Exception? inner = null)
        : base($"Cannot read the image '{BandFiles.Shown(path)}': {reason}", inner) => (Path, Reason) = (path, reason);

    /// <summary>The file, the files with '|' between (the reason names the one at fault), or the name of the image where it comes from memory.</summary>
    public string Path { get; }

    /// <summary>Why it cannot be read.</summary>
    public string Reason { get; }
}
