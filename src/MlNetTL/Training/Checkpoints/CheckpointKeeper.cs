using System.Diagnostics;
using MlNetTL.Foundation;
using MlNetTL.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Training.Checkpoints;

/// <summary>Keeps the checkpoint of a fit: finds the one to go on from, and writes new ones when they are due.</summary>
internal sealed class CheckpointKeeper : IDisposable
{
    // What changes the bits of a sum and nothing else: going on is allowed, and said.
    private const string Device = "the device and its threads", Build = "the build of MlNetTL", LibTorch = "libtorch", Processor = "the processor";
    private static readonly string[] s_arithmetic = [Device, Build, LibTorch, Processor];

    private readonly SortedDictionary<string, string> _identity;
    private readonly TimeSpan _interval;
    private readonly Action<string> _warn;
    private readonly FileStream _lock;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private bool _failed;

    private CheckpointKeeper(string folder, TimeSpan interval, SortedDictionary<string, string> identity, FileStream held, Action<string> warn) =>
        (Path, _interval, _identity, _lock, _warn) = (System.IO.Path.Combine(folder, TrainingCheckpoint.FileName), interval, identity, held, warn);

    /// <summary>The checkpoint's file.</summary>
    public string Path { get; }

    /// <summary>Where an earlier fit of the same kind stopped; null where there was none.</summary>
    public TrainingPosition? Found { get; private set; }

    /// <summary>Whether it is time to write.</summary>
    public bool IsDue => _sinceLast.Elapsed >= _interval;

    /// <summary>Opens a folder of checkpoints.</summary>
    /// <param name="folder">The folder; made where absent.</param>
    /// <param name="interval">How often a checkpoint is written within an epoch.</param>
    /// <param name="identity">What the fit is.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="warn">Takes warnings.</param>
    /// <exception cref="InvalidOperationException">The checkpoint there is another fit's, or another process trains there.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static CheckpointKeeper Open(string folder, TimeSpan interval, SortedDictionary<string, string> identity, torch.Device device, Action<string> warn)
    {
        var full = System.IO.Path.GetFullPath(folder);
        Directory.CreateDirectory(full);
        identity[Device] = device.type == TorchSharp.DeviceType.CPU ? $"cpu, {get_num_threads()} threads" : $"{device}";
        (identity[Build], identity[LibTorch], identity[Processor]) = (ModelEntry.LibraryBuild, __version__, CpuFeatures.Name);
        var keeper = new CheckpointKeeper(full, interval, identity, Lock(full), warn);
        try
        {
            keeper.Find();
            return keeper;
        }
        catch
        {
            keeper.Dispose();
            throw;
        }
    }

    /// <summary>Puts all tensors of a fit where the found checkpoint has them.</summary>
    public void Restore(TrainingTensors tensors) => TrainingCheckpoint.Restore(Path, tensors);

    /// <summary>Writes a checkpoint. A disk that is full ends no training: the one before stays, and a warning says so.</summary>
    public void Save(TrainingPosition position, TrainingTensors tensors)
    {
        try
        {
            TrainingCheckpoint.Save(Path, _identity, position, tensors);
            _failed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_failed) _warn($"The checkpoint {Path} could not be written ({error.Message}). Training goes on; {(File.Exists(Path) ? "the one before stays" : "there is none to go on from")}. Free some space there.");
            _failed = true;
        }
        _sinceLast.Restart();
    }

    public void Dispose() => _lock.Dispose();

    private void Find()
    {
        foreach (var leftover in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, $".{TrainingCheckpoint.FileName}.*.tmp")) File.Delete(leftover);
        if (!File.Exists(Path)) return;
        var (saved, position) = TrainingCheckpoint.Read(Path);
        var differences = TrainingIdentity.Differences(saved, _identity);
        if (differences.Except(s_arithmetic).ToList() is { Count: > 0 } others)
            throw new InvalidOperationException($"The checkpoint {Path} is of another fit, and going on would train neither. It differs in: {string.Join(", ", others)}. "
                + "Fit with the settings and data that it was made with, delete it to train from the start, or name another CheckpointFolder.");
        // Checkpoints from before a fact was kept do not have it.
        if (differences.Where(saved.ContainsKey).Select(name => $"{name} was '{saved[name]}', and is '{_identity[name]}' now").ToList() is { Count: > 0 } changes)
            _warn($"The checkpoint was made elsewhere: {string.Join("; ", changes)}. The weights may not be those of a run in one go, bit for bit.");
        Found = position;
    }

    private static FileStream Lock(string folder)
    {
        var path = System.IO.Path.Combine(folder, "training.lock");
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (!DiskSpace.IsFull(error))
        {
            throw new InvalidOperationException($"One fit at a time may keep its checkpoint in {folder}, and another process does. Wait for it, or name another CheckpointFolder.", error);
        }
    }
}
