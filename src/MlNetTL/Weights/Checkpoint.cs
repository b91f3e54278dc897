using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>An open file of named tensors. What kind of file it is its content decides, not its extension. Nothing in a file is ever run, and no memory is
/// taken by a claimed size.</summary>
public abstract class Checkpoint : IDisposable
{
    private readonly OrderedDictionary<string, TensorEntry> _entries = [];
    private readonly Dictionary<string, (TensorView View, ByteRange Range)> _stored = [];

    private protected Checkpoint(ByteSource source) => Source = source;

    /// <summary>The tensors by their plain names, in the file's order.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    /// <summary>The file's name.</summary>
    public string Name => Source.Name;

    private protected ByteSource Source { get; }

    /// <summary>Opens a .safetensors or .npz file or one that <c>torch.save</c> wrote.</summary>
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
    public static Checkpoint OpenSafetensors(Stream stream, string name)
    {
        var source = ByteSource.OfStream(stream, name);
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
        var (view, range) = _stored.TryGetValue(name, out var found) ? found
            : throw new ArgumentException($"{Name} must hold the tensor '{name}'.{Foundation.Suggestion.For(name, _stored.Keys)}", nameof(name));
        if (!destination.shape.AsSpan().SequenceEqual(view.Shape))
            throw new ArgumentException(
                $"The destination of '{name}' must have its shape {_entries[name].ShapeText}. Received: [{string.Join(", ", destination.shape)}].", nameof(destination));
        Verify(range);
        if (view.Count == 0) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var size = ElementTypes.BytesOf(view.Type);
        if (destination.dtype == view.Type && destination.device_type == DeviceType.CPU && destination.is_contiguous() && view.IsContiguous)
        {
            ReadInto(destination, range.Start + view.Offset * size);
            return;
        }
        var stored = empty(view.Span!.Value, dtype: view.Type);
        ReadInto(stored, range.Start + view.Offset * size);
        destination.copy_(stored.as_strided(view.Shape, view.Strides));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Source.Dispose();
        GC.SuppressFinalize(this);
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

    private void ReadInto(Tensor tensor, long position)
    {
        if (tensor.NumberOfElements * tensor.ElementSize > int.MaxValue) throw Source.Error("holds a tensor of more than 2 GiB, which is not read.");
        Source.Read(position, tensor.bytes);
    }
}
