using System.Text.Json.Serialization;

namespace MlNetTL.Weights;

/// <summary>What became of a checkpoint's tensors in a network.</summary>
/// <param name="Checkpoint">The checkpoint's name.</param>
/// <param name="Loaded">The number of tensors that were taken as they are, or whose mean and variance were (<paramref name="Use"/>).</param>
/// <param name="Adapted">The tensors that were changed to fit: the first convolution, where the number of image channels differs.</param>
/// <param name="LeftNew">The network's tensors that kept their own values: the head, where its shape differs or the checkpoint has none; an auxiliary head
/// that the checkpoint lacks; and running statistics, where only mean and variance are used.</param>
/// <param name="Ignored">The checkpoint's tensors that the network has no use for: an auxiliary head that it does without, and what is known to be no
/// parameter, such as torchxrayvision's op_threshs.</param>
/// <param name="Naming">How the file's own names were recognised, where they are not the network's; else null.</param>
/// <param name="Channels">The number of image channels that the checkpoint was made for.</param>
/// <param name="Use">What was taken.</param>
public sealed record FitReport(
    string Checkpoint, int Loaded, IReadOnlyList<string> Adapted, IReadOnlyList<string> LeftNew, IReadOnlyList<string> Ignored, string? Naming, int Channels,
    PretrainedUse Use)
{
    private const int NamesTold = 6;

    /// <summary>One line for the log.</summary>
    [JsonIgnore]
    public string Summary => $"{char.ToUpperInvariant(Lines[0][0])}{Lines[0][1..]} from {Checkpoint}{string.Concat(Lines.Skip(1).Select(line => $"; {line}"))}.";

    /// <summary>The same as a list, one fact a line.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lines =>
    [
        Use == PretrainedUse.Values ? $"loaded {Loaded} tensors" : $"drew {Loaded} tensors by mean and variance",
        .. Adapted.Count > 0 ? [$"fitted to the image channels (the weights were made for {Channels}): {string.Join(", ", Adapted)}"] : Array.Empty<string>(),
        .. Told("left new", LeftNew),
        .. Told("ignored", Ignored),
        .. Naming is null ? Array.Empty<string>() : [$"names recognised: {Naming}"],
    ];

    private static string[] Told(string what, IReadOnlyList<string> names) => names.Count == 0
        ? []
        : [$"{what}: {string.Join(", ", names.Take(NamesTold))}{(names.Count > NamesTold ? $" and {names.Count - NamesTold} more" : "")}"];
}
