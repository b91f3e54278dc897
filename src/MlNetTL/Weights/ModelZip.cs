using System.IO.Compression;
using System.Text.Json;
using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>A trained model as ML.NET saves it, as a source of weights: the network's state is an entry of safetensors, and beside it lie the settings.</summary>
internal static class ModelZip
{
    private const string WeightsName = "Weights.safetensors", SettingsName = "Settings.json";

    // Trained weights hardly shrink; a zip that grows a hundredfold is made to fill a disk.
    private const long MostGrowth = 100, LargestSettings = 1 << 24;

    /// <summary>Whether the names of a zip's entries are those of a saved model with a network.</summary>
    public static bool IsModel(IEnumerable<string> names) => names.Any(IsWeights);

    /// <summary>Opens the network's tensors.</summary>
    /// <exception cref="InvalidDataException">There is more than one network, or the zip is damaged.</exception>
    public static Checkpoint OpenWeights(string path) => Read(path, (zip, entry) =>
    {
        if (entry.Length / MostGrowth > entry.CompressedLength + 1024)
            throw new InvalidDataException($"{path} claims {entry.Length} bytes in {entry.CompressedLength} compressed ones at '{entry.FullName}', which no trained weights shrink to.");
        using var stream = entry.Open();
        return Checkpoint.OpenSafetensors(stream, path, entry.Length, entry.Crc32);
    });

    /// <summary>What the settings say of the network; null where the file is no saved model.</summary>
    /// <exception cref="InvalidDataException">There is more than one network, or the settings are not what they must be.</exception>
    public static ModelWeights? Describe(string path)
    {
        using (var file = File.OpenRead(path))
        {
            Span<byte> start = stackalloc byte[4];
            if (file.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4 || !start.SequenceEqual("PK\u0003\u0004"u8)) return null;
        }
        using (var source = ByteSource.OfFile(path))
            if (!IsModel(new ZipIndex(source).Names)) return null;
        return Read(path, (zip, weights) =>
        {
            var name = weights.FullName[..^WeightsName.Length] + SettingsName;
            if (zip.GetEntry(name) is not { } entry || entry.Length > LargestSettings)
                throw new InvalidDataException($"{path} must hold '{name}' beside its weights, of at most {LargestSettings} bytes. Save the model again.");
            try
            {
                using var stream = entry.Open();
                using var json = JsonDocument.Parse(stream);
                var description = json.RootElement.GetProperty("Description");
                return new ModelWeights(
                    description.GetProperty("Backbone").GetString() ?? "",
                    PreprocessingOf(description),
                    description.TryGetProperty("LabelNames", out var labels) ? [.. labels.EnumerateArray().Select(label => label.GetString() ?? "")] : [],
                    OriginOf(description),
                    ActivationOf(description));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new InvalidDataException($"{path} has settings '{name}' that are not a model's: {e.Message}", e);
            }
        });
    }

    private static T Read<T>(string path, Func<ZipArchive, ZipArchiveEntry, T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.Entries.Where(entry => IsWeights(entry.FullName)).ToList() switch
            {
                [var only] => read(zip, only),
                var several => throw new InvalidDataException($"{path} must hold one network to take weights from. Found: {string.Join(", ", several.Select(entry => entry.FullName))}."),
            };
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} is a damaged zip: {e.Message}", e);
        }
    }

    // ML.NET writes the separator of the system that it ran on.
    private static bool IsWeights(string name) => name == WeightsName || name.EndsWith('/' + WeightsName, StringComparison.Ordinal) || name.EndsWith('\\' + WeightsName, StringComparison.Ordinal);

    private static WeightsOrigin? OriginOf(JsonElement description)
    {
        if (!description.TryGetProperty("Pretrained", out var pretrained) || pretrained.ValueKind != JsonValueKind.Object) return null;
        string? Text(string name) => pretrained.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return new(Text("Name") ?? "", Uri.TryCreate(Text("Url"), UriKind.Absolute, out var url) ? url : null, Text("Licence"));
    }

    // Models that were saved before there was a choice have ReLUs.
    private static TopActivation ActivationOf(JsonElement description) => !description.TryGetProperty("HiddenActivation", out var activation) ? TopActivation.Relu
        : Enum.TryParse<TopActivation>(activation.GetString(), out var known) && Enum.IsDefined(known) ? known
        : throw new FormatException($"HiddenActivation must be one of {string.Join(", ", Enum.GetNames<TopActivation>())}, and is {activation}.");

    private static Preprocessing PreprocessingOf(JsonElement description)
    {
        var preprocessing = description.GetProperty("Preprocessing");
        var (mean, deviation) = (Numbers(preprocessing, "Mean"), Numbers(preprocessing, "Std"));
        return mean.Length > 0 && mean.Length == deviation.Length && mean.All(float.IsFinite) && deviation.All(value => float.IsFinite(value) && value > 0)
            ? new(mean, deviation)
            : throw new FormatException($"Preprocessing must have as many finite means as deviations above 0, and has {string.Join(", ", mean)} and {string.Join(", ", deviation)}.");
    }

    private static float[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];
}
