using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetTL.Foundation;
using MlNetTL.Training.Optimizers;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Training.Checkpoints;

/// <summary>A fit on disk: the network as it is, the best one so far, the average, what the loss trains, the optimiser's moments, and where the fit stands. One zip, written beside its place, flushed and
/// renamed: whoever is killed while writing finds the one before.</summary>
internal static class TrainingCheckpoint
{
    /// <summary>The file in a folder of checkpoints.</summary>
    public const string FileName = "training.checkpoint";

    private const string PositionName = "position.json", IdentityName = "identity.json", NetworkName = "network.safetensors", BestName = "best.safetensors", OptimizerName = "optimizer.safetensors",
        AverageName = "average.safetensors", LossName = "loss.safetensors", AveragedStepsName = "steps";

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a checkpoint.</summary>
    public static void Save(string path, IReadOnlyDictionary<string, string> identity, TrainingPosition position, TrainingTensors tensors) =>
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            Write(zip, IdentityName, entry => JsonSerializer.Serialize(entry, identity, s_json));
            Write(zip, PositionName, entry => JsonSerializer.Serialize(entry, position, s_json));
            using var scope = NewDisposeScope();
            Write(zip, NetworkName, tensors.Network.state_dict());
            if (tensors.Best.State is { } best) Write(zip, BestName, best);
            Write(zip, OptimizerName, entry => SafetensorsWriter.Write(entry, OptimizerMoments.Of(tensors.Optimizer)));
            if (tensors.Average is { } average) Write(zip, AverageName, average.State.Append(new(AveragedStepsName, tensor(average.Steps))));
            if (tensors.LossState.Count > 0) Write(zip, LossName, tensors.LossState);
        });

    /// <summary>Reads what a checkpoint says of its fit.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static (SortedDictionary<string, string> Identity, TrainingPosition Position) Read(string path) => Guarded(path, zip =>
        (Json<SortedDictionary<string, string>>(zip, IdentityName), Json<TrainingPosition>(zip, PositionName)));

    /// <summary>Puts all tensors of a fit in place.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Restore(string path, TrainingTensors tensors) => Guarded(path, zip =>
    {
        using var quiet = no_grad();
        var state = tensors.Network.state_dict();
        Fill(zip, NetworkName, path, state);
        using (var moments = Open(zip, OptimizerName, path))
            OptimizerMoments.Restore(tensors.Optimizer, (name, destination) =>
            {
                if (!moments.Entries.ContainsKey(name)) return false;
                moments.CopyTo(name, destination);
                return true;
            });
        if (tensors.LossState.Count > 0) Fill(zip, LossName, path, tensors.LossState);
        if (tensors.Average is { } average)
        {
            using var steps = tensor(0L);
            Fill(zip, AverageName, path, average.State.Append(new(AveragedStepsName, steps)));
            average.Steps = steps.item<long>();
        }
        if (zip.GetEntry(BestName) is null) return true;
        var best = state.ToDictionary(entry => entry.Key, entry => empty_like(entry.Value).DetachFromDisposeScope());
        Fill(zip, BestName, path, best);
        tensors.Best.Take(best);
        return true;
    });

    private static void Fill(ZipArchive zip, string name, string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var saved = Open(zip, name, path);
        foreach (var (key, tensor) in tensors) saved.CopyTo(key, tensor);
    }

    private static void Write(ZipArchive zip, string name, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        Write(zip, name, entry => SafetensorsWriter.Write(entry, tensors.Select(pair => (pair.Key, pair.Value))));

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
