using System.Runtime.InteropServices;
using MlNetTL.Backbones;
using MlNetTL.Images;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>Turns raw pixels into what the network takes: float32 [rows, channels, height, width], normalised, on its device.</summary>
internal sealed class NetworkInput : IDisposable
{
    private readonly ImageLayout _layout;
    private readonly Device _device;
    private readonly bool _channelsLast;
    private readonly Tensor _scale;
    private readonly Tensor _shift;

    /// <summary>Prepares the normalisation.</summary>
    /// <param name="layout">What the images are.</param>
    /// <param name="preprocessing">The mean and standard deviation.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="channelsLast">Whether the channels of a pixel lie side by side in memory, which makes convolutions on CPUs faster.</param>
    public NetworkInput(ImageLayout layout, Preprocessing preprocessing, Device device, bool channelsLast = true)
    {
        _channelsLast = channelsLast;
        _layout = layout;
        _device = device;
        using var scope = NewDisposeScope();
        var statistics = preprocessing.ForChannels(layout.Channels);
        // (pixel / max - mean) / std, as one multiplication and one addition.
        _scale = tensor(statistics.Std.Select(std => 1 / (std * layout.MaxValue)).ToArray(), device: device).reshape(1, layout.Channels, 1, 1).DetachFromDisposeScope();
        _shift = tensor(statistics.Mean.Zip(statistics.Std, (mean, std) => -mean / std).ToArray(), device: device).reshape(1, layout.Channels, 1, 1).DetachFromDisposeScope();
    }

    /// <summary>The largest value of a pixel.</summary>
    public int MaxValue => _layout.MaxValue;

    /// <summary>Raw pixels as floats, 0 to the type's maximum, on the device. <paramref name="fill"/> writes row i into the span it is given.</summary>
    public Tensor Pixels(int rows, FillRow fill)
    {
        using var scope = NewDisposeScope();
        var bytes = _layout.RowBytes;
        if (_layout.PixelType == PixelType.Byte)
        {
            var raw = empty([rows, _layout.Channels, _layout.Height, _layout.Width], ScalarType.Byte);
            var target = raw.bytes;
            for (var i = 0; i < rows; i++) fill(i, target.Slice(i * bytes, bytes));
            return raw.to(_device).to(ScalarType.Float32).MoveToOuterDisposeScope();
        }
        // libtorch computes little in uint16: widen here.
        var wide = empty([rows, _layout.Channels, _layout.Height, _layout.Width], ScalarType.Float32);
        var floats = MemoryMarshal.Cast<byte, float>(wide.bytes);
        var row = new byte[bytes];
        for (var i = 0; i < rows; i++)
        {
            fill(i, row);
            var values = MemoryMarshal.Cast<byte, ushort>(row);
            for (var j = 0; j < values.Length; j++) floats[i * values.Length + j] = values[j];
        }
        return wide.to(_device).MoveToOuterDisposeScope();
    }

    /// <summary>Normalised pixels.</summary>
    public Tensor Normalise(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var normalised = pixels.mul(_scale).add_(_shift);
        return (_channelsLast ? ChannelsLast.Of(normalised) : normalised).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _scale.Dispose();
        _shift.Dispose();
    }

    /// <summary>Writes the pixels of a row.</summary>
    public delegate void FillRow(int row, Span<byte> destination);
}
