using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Interop;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>All that decides the features of an image's pixels. Features of equal keys may be kept and used for each other.</summary>
/// <param name="Backbone">The network.</param>
/// <param name="Stage">The stage whose values they are.</param>
/// <param name="Layout">What the pixels are.</param>
/// <param name="Preprocessing">How they are normalised.</param>
/// <param name="StateSha256">The SHA-256 of the network's values, wherever those came from.</param>
/// <param name="Library">This library's version and build: another one may compute otherwise.</param>
/// <param name="Torch">The version of libtorch.</param>
/// <param name="Device">The kind of device, and the CPU's threads: sums are taken in another order with another number of them, and the same settings must give
/// the same bits, whatever was computed before.</param>
internal sealed record FeatureCacheKey(string Backbone, string Stage, ImageLayout Layout, Preprocessing Preprocessing, string StateSha256, string Library, string Torch, string Device)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() }, IgnoreReadOnlyProperties = true };

    /// <summary>The name of the folder of these features.</summary>
    [JsonIgnore]
    public string FolderName => $"{Backbone}-{Stage}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())))[..24]}";

    /// <summary>The key of what a network gives now.</summary>
    public static FeatureCacheKey Of(Backbone network, string stage, ImageLayout layout, Preprocessing preprocessing, Device device) =>
        new(network.Architecture, stage, layout, preprocessing.ForChannels(layout.Channels), HashOf(network, stage), ModelEntry.LibraryBuild, __version__,
            device.type == TorchSharp.DeviceType.CPU ? $"cpu, {get_num_threads()} threads" : $"{device.type}");

    /// <summary>As text, for people who look into the folder.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    // Not the file's hash: the same file gives other values for one channel than for three. A head that is not run does not count, so that fits with fresh
    // heads share their features; nor does what training alone uses.
    private static string HashOf(Backbone network, string stage)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in network.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (network.IsAuxiliary(name) || name.EndsWith(".num_batches_tracked", StringComparison.Ordinal) || (stage != "head" && network.IsHead(name))) continue;
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} [{string.Join(", ", tensor.shape)}]\n"));
            using var values = tensor.to(ScalarType.Float32).cpu().contiguous();
            hash.AppendData(values.bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
