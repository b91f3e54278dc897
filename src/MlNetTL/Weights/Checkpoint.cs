using MlNetTL.Weights.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>An open file of named tensors. What kind of file it is its content decides, not its extension. Nothing in a file is ever run, and no memory is
/// taken by a claimed size.</summary>
public abstract class Checkpoint : IDisposable
{
    private const int LargestSpan = 1 << 30;

    private readonly OrderedDictionary<string, TensorEntry> _entries = [];
    private readonly Dictionary<string, (TensorView View, ByteRange Range)> _stored = [];

    private protected Checkpoint(ByteSource source) => Source = source;

    /// <summary>The tensors by their plain names, in the file's order.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    /// <summary>How the file names its tensors, where that differs from <see cref="Entries"/>; null where it does not.</summary>
    public string? Naming { get; private protected set; }

    /// <summary>The file's name.</summary>
    public string Name => Source.Name;

    private protected ByteSource Source { get; }

    // Memory for what must be converted on the way: a small part of the file, and 8 MiB at the most.
    private long PieceBytes => Math.Clamp(Source.Length / 16, 1 << 16, 8 << 20);

    /// <summary>Opens a .safetensors or .npz file, one that <c>torch.save</c> wrote, or a trained model's zip.</summary>
    /// <param name="path">The file. <c>file.pth#model_ema</c> takes the tensors under that key of its dictionary.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or asks for something other than tensors; the message names the file
    /// and the reason.</exception>
    public static Checkpoint Open(string path)
    {
        var key = "";
        if (!File.Exists(path) && path.LastIndexOf('#') is > 0 and var mark) (path, key) = (path[..mark], path[(mark + 1)..]);
        if (!File.Exists(path)) throw new FileNotFoundException($"A checkpoint must be an existing file. Looked for: {Path.GetFullPath(path)}.", path);
        var source = ByteSource.OfFile(path);
        try
        {
            return CheckpointFormat.Of(source) switch
            {
                CheckpointFormat.Npz when key.Length > 0 => throw source.Error($"is an .npz file and has no keys to choose from. Received: #{key}."),
                CheckpointFormat.Npz => NpzCheckpoint.Open(source),
                CheckpointFormat.Safetensors when key.Length > 0 => throw source.Error($"is a safetensors file and has no keys to choose from. Received: #{key}."),
                CheckpointFormat.Safetensors => new SafetensorsCheckpoint(source),
                CheckpointFormat.Zip when ModelZip.IsModel(new ZipIndex(source).Names) => OfModel(source, key),
                CheckpointFormat.Zip => new TorchZipCheckpoint(source, key),
                CheckpointFormat.Stream => new TorchStreamCheckpoint(source, key),
                var format => throw source.Error(format),
            };
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Reads safetensors from a stream, such as an entry of a model's zip.</summary>
    /// <param name="stream">The bytes, from position 0. It stays open and must outlive the checkpoint; one that cannot seek is first copied to a temporary
    /// file.</param>
    /// <param name="name">What to call it in messages.</param>
    public static Checkpoint OpenSafetensors(Stream stream, string name) => OpenSafetensors(ByteSource.OfStream(stream, name));

    /// <summary>Reads safetensors from a stream that must have a known length and checksum (CRC-32).</summary>
    internal static Checkpoint OpenSafetensors(Stream stream, string name, long length, uint checksum) =>
        OpenSafetensors(ByteSource.CopyOf(stream, name, length, checksum));

    private static SafetensorsCheckpoint OpenSafetensors(ByteSource source)
    {
        try
        {
            return new SafetensorsCheckpoint(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Copies a tensor's values, widened or narrowed to the destination's type.</summary>
    /// <param name="name">A name in <see cref="Entries"/>.</param>
    /// <param name="destination">A tensor of the same shape, on any device and with any strides. No gradient is recorded.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void CopyTo(string name, Tensor destination)
    {
        var (view, range) = Stored(name);
        if (!destination.shape.AsSpan().SequenceEqual(view.Shape))
            throw new ArgumentException(
                $"The destination of '{name}' must have its shape {_entries[name].ShapeText}. Received: [{string.Join(", ", destination.shape)}].", nameof(destination));
        Verify(range);
        if (view.Count == 0) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (destination.dtype == view.Type && destination.device_type == DeviceType.CPU && destination.is_contiguous() && view.IsContiguous)
        {
            ReadInto(destination.view(-1), range.Start + view.Offset * ElementTypes.BytesOf(view.Type));
            return;
        }
        using var pieces = new ViewPieces(Source, range.Start, view, PieceBytes);
        pieces.Visit(view, destination, (piece, place) => place!.copy_(piece));
    }

    /// <summary>The mean and variance of a tensor's values.</summary>
    /// <param name="name">A name in <see cref="Entries"/>.</param>
    internal Moments MomentsOf(string name)
    {
        var (view, range) = Stored(name);
        var moments = new Moments();
        Verify(range);
        if (view.Count == 0) return moments;
        using var scope = NewDisposeScope();
        // Smaller, since each is widened to float64 a few times over.
        using var pieces = new ViewPieces(Source, range.Start, view, Math.Min(PieceBytes, 1 << 20));
        pieces.Visit(view, null, (piece, _) => moments.Add(piece));
        return moments;
    }

    private static Checkpoint OfModel(ByteSource source, string key)
    {
        if (key.Length > 0) throw source.Error($"is a trained model and has no keys to choose from. Received: #{key}.");
        var path = source.Name;
        source.Dispose();
        return ModelZip.OpenWeights(path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Source.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds tensors by the names that their file gives them.</summary>
    private protected void AddAll(List<(string Name, TensorView View, ByteRange Range)> tensors)
    {
        var named = StateNaming.Of([.. tensors.Select(tensor => tensor.Name)]);
        Naming = named.Naming;
        foreach (var (name, (_, view, range)) in named.Names.Zip(tensors)) Add(name, view, range);
    }

    private protected void Add(string name, TensorView view, ByteRange range)
    {
        _entries.Add(name, new(name, view.Type, view.Shape));
        _stored.Add(name, (view, range));
    }

    /// <summary>Checks the bytes that a tensor lies in against the file's own checksum, where it has one.</summary>
    private protected virtual void Verify(ByteRange range)
    {
    }

    private (TensorView View, ByteRange Range) Stored(string name) => _stored.TryGetValue(name, out var found) ? found
        : throw new ArgumentException($"{Name} must hold the tensor '{name}'.{Foundation.Suggestion.For(name, _stored.Keys)}", nameof(name));

    // In parts, since a span counts its bytes in 31 bits.
    private void ReadInto(Tensor flat, long position)
    {
        var most = LargestSpan / flat.ElementSize;
        for (var first = 0L; first < flat.NumberOfElements; first += most)
        {
            using var part = flat.narrow(0, first, Math.Min(most, flat.NumberOfElements - first));
            Source.Read(position + first * flat.ElementSize, part.bytes);
        }
    }
}
