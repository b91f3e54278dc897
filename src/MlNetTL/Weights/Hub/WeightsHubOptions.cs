using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>Where <see cref="WeightsHub"/> keeps files and how it gets them.</summary>
public sealed record WeightsHubOptions
{
    /// <summary>The environment variable that names a mirror.</summary>
    public const string MirrorVariable = "MLNETTL_WEIGHTS_MIRROR";

    private static readonly string[] s_proxies = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <summary>The folder of weights; by default <see cref="Folders.Weights"/>.</summary>
    public string Folder { get; init; } = Folders.Weights;

    /// <summary>A folder or an address (http or https) where files lie under their own names. It is asked in place of the publishers, never beside them. By
    /// default what MLNETTL_WEIGHTS_MIRROR says; null or empty for none.</summary>
    public string? Mirror { get; init; } = Environment.GetEnvironmentVariable(MirrorVariable);

    /// <summary>The proxy for all addresses, such as http://user:password@proxy.example.org:3128 or socks5://localhost:1080. Null for what HTTPS_PROXY,
    /// HTTP_PROXY, ALL_PROXY and NO_PROXY say (Windows and macOS: or the system's settings).</summary>
    public string? Proxy { get; init; }

    /// <summary>How many times in a row a connection may fail without one byte more, 1 to 20.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The pause before the second attempt; it doubles with each further one, up to half a minute. A server that says when to come back is
    /// obeyed, up to two minutes.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time without a byte, above 0, before a connection counts as lost.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks how many bytes may be written to a folder.</summary>
    internal Func<string, long> FreeBytes { get; init; } = DiskSpace.FreeBytes;

    /// <summary>What must hold and does not, in sentences.</summary>
    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Folder)) yield return "Folder must name a folder.";
        if (Proxy is not null && !(Uri.TryCreate(Proxy, UriKind.Absolute, out var proxy) && s_proxies.Contains(proxy.Scheme) && proxy.Host.Length > 0))
            yield return $"Proxy must be an address that begins with {string.Join(", ", s_proxies.Select(scheme => scheme + "://"))}. Received: '{Proxy}'.";
        if (Attempts is < 1 or > 20) yield return $"Attempts must be 1 to 20. Received: {Attempts}.";
        if (Pause < TimeSpan.Zero) yield return $"Pause must not be negative. Received: {Pause}.";
        if (Timeout <= TimeSpan.Zero) yield return $"Timeout must be above 0. Received: {Timeout}.";
    }

    /// <summary>The mirror where it is an address, with a slash at its end.</summary>
    internal Uri? MirrorAddress =>
        !string.IsNullOrEmpty(Mirror) && Uri.TryCreate(Mirror.TrimEnd('/') + '/', UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address : null;

    /// <summary>The mirror where it is a folder.</summary>
    internal string? MirrorFolder => string.IsNullOrEmpty(Mirror) || MirrorAddress is not null ? null
        : Path.GetFullPath(Mirror.StartsWith("file://", StringComparison.Ordinal) ? new Uri(Mirror).LocalPath : Mirror);
}
