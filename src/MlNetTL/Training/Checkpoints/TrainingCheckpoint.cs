using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetTL.Foundation;
using MlNetTL.Training.Optimizers;
using MlNetTL.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Training.Checkpoints;

/// <summary>A fit on disk: the network as it is, the best one so far, the optimiser's moments, and where the fit stands. One zip, written beside its place, flushed and
/// renamed: whoever is killed while writing finds the one before.</summary>
internal static class TrainingCheckpoint
{
    /// <summary>The file in a folder of checkpoints.</summary>
    public const string FileName = "training.checkpoint";

    private const string PositionName = "position.json", IdentityName = "identity.json", NetworkName = "network.safetensors", BestName = "best.safetensors", OptimizerName = "optimizer.safetensors";

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a checkpoint.</summary>
    public static void Save(string path, IReadOnlyDictionary<string, string> identity, TrainingPosition position, nn.Module network, IReadOnlyDictionary<string, Tensor>? best, OptimizerHelper optimizer) =>
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            Write(zip, IdentityName, entry => JsonSerializer.Serialize(entry, identity, s_json));
            Write(zip, PositionName, entry => JsonSerializer.Serialize(entry, position, s_json));
            Write(zip, NetworkName, entry => SafetensorsWriter.Write(entry, network.state_dict().Select(pair => (pair.Key, pair.Value))));
            if (best is not null) Write(zip, BestName, entry => SafetensorsWriter.Write(entry, best.Select(pair => (pair.Key, pair.Value))));
            using var scope = NewDisposeScope();
            Write(zip, OptimizerName, entry => SafetensorsWriter.Write(entry, OptimizerMoments.Of(optimizer)));
        });

    /// <summary>Reads what a checkpoint says of its fit.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static (SortedDictionary<string, string> Identity, TrainingPosition Position) Read(string path) => Guarded(path, zip =>
        (Json<SortedDictionary<string, string>>(zip, IdentityName), Json<TrainingPosition>(zip, PositionName)));

    /// <summary>Puts the network's tensors and the optimiser's moments in place, and gives the best network's, where there is one.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Dictionary<string, Tensor>? Restore(string path, nn.Module network, OptimizerHelper optimizer) => Guarded(path, zip =>
    {
        using var quiet = no_grad();
        using (var tensors = Open(zip, NetworkName, path))
            foreach (var (name, tensor) in network.state_dict()) tensors.CopyTo(name, tensor);
        using (var moments = Open(zip, OptimizerName, path))
            OptimizerMoments.Restore(optimizer, (name, destination) =>
            {
                if (!moments.Entries.ContainsKey(name)) return false;
                moments.CopyTo(name, destination);
                return true;
            });
        if (zip.GetEntry(BestName) is null) return null;
        using var saved = Open(zip, BestName, path);
        return network.state_dict().ToDictionary(entry => entry.Key, entry =>
        {
            var copy = empty_like(entry.Value).DetachFromDisposeScope();
            saved.CopyTo(entry.Key, copy);
            return copy;
        });
    });

    private static void Write(ZipArchive zip, string name, Action<Stream> write)
    {
        // Weights hardly shrink, and a checkpoint should not hold up the training.
        using var buffered = new BufferedStream(zip.CreateEntry(name, CompressionLevel.NoCompression).Open(), 1 << 20);
        write(buffered);
    }

    private static T Guarded<T>(string path, Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return read(zip);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"The checkpoint {path} must be one that training wrote, and is damaged: {error.Message} Delete it to train from the start.", error);
        }
    }

    private static T Json<T>(ZipArchive zip, string name)
    {
        using var stream = Entry(zip, name).Open();
        return JsonSerializer.Deserialize<T>(stream, s_json) ?? throw new InvalidDataException($"'{name}' in it is empty.");
    }

    private static Checkpoint Open(ZipArchive zip, string name, string path)
    {
        var entry = Entry(zip, name);
        using var stream = entry.Open();
        return Checkpoint.OpenSafetensors(stream, path, entry.Length, entry.Crc32);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name) ?? throw new InvalidDataException($"'{name}' is not in it.");
}
