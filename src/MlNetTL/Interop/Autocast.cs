using System.Runtime.InteropServices;
using TorchSharp;

namespace MlNetTL.Interop;

/// <summary>libtorch's autocast to bfloat16, for which TorchSharp has no name: convolutions and linear layers take bfloat16 copies of what they are given, sums that need the digits stay in float32.</summary>
/// <remarks>libtorch exports it under C++ names that are the same wherever the Itanium ABI holds (Linux, macOS). It is a state of the thread, and a backward pass computes as its forward pass did.</remarks>
internal static class Autocast
{
    private const sbyte BFloat16 = (sbyte)torch.ScalarType.BFloat16;

    private static readonly Lazy<Entries?> s_entries = new(Find);

    private delegate void SetEnabled(sbyte device, byte enabled);

    private delegate byte GetEnabled(sbyte device);

    private delegate void SetType(sbyte device, sbyte type);

    private delegate sbyte TypeOf(sbyte device);

    private delegate void ClearCache();

    /// <summary>Whether this libtorch can be asked for it.</summary>
    public static bool IsAvailable => s_entries.Value is not null;

    /// <summary>Begins to cast on this thread, until what is given is disposed.</summary>
    /// <param name="device">The kind of device that computes.</param>
    public static IDisposable ToBFloat16(DeviceType device)
    {
        var entries = s_entries.Value ?? throw new NotSupportedException("Autocast must be exported by libtorch. This one does not: train with Precision Float32.");
        return new Casting(entries, (sbyte)device);
    }

    // By its soname, which finds the libtorch that TorchSharp computes with: it is loaded by now, since a network is there.
    private static Entries? Find()
    {
        var name = OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        if (OperatingSystem.IsWindows() || !NativeLibrary.TryLoad(name, out var library)) return null;
        return Entry<SetEnabled>("20set_autocast_enabledEN3c1010DeviceTypeEb") is { } setEnabled && Entry<GetEnabled>("19is_autocast_enabledEN3c1010DeviceTypeE") is { } isEnabled
            && Entry<SetType>("18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE") is { } setType && Entry<TypeOf>("18get_autocast_dtypeEN3c1010DeviceTypeE") is { } type
            && Entry<ClearCache>("11clear_cacheEv") is { } clear
            ? new(setEnabled, isEnabled, setType, type, clear)
            : null;

        T? Entry<T>(string symbol) where T : Delegate =>
            NativeLibrary.TryGetExport(library, $"_ZN2at8autocast{symbol}", out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
    }

    private sealed record Entries(SetEnabled SetEnabled, GetEnabled IsEnabled, SetType SetType, TypeOf Type, ClearCache Clear);

    private sealed class Casting : IDisposable
    {
        private readonly Entries _entries;
        private readonly sbyte _device, _typeBefore;
        private readonly byte _enabledBefore;

        public Casting(Entries entries, sbyte device)
        {
            (_entries, _device, _enabledBefore, _typeBefore) = (entries, device, entries.IsEnabled(device), entries.Type(device));
            Set(1, BFloat16);
        }

        // The bfloat16 copies of the weights are kept for the length of a forward pass: the optimiser changes what they are copies of.
        public void Dispose()
        {
            Set(_enabledBefore, _typeBefore);
            _entries.Clear();
        }

        private void Set(byte enabled, sbyte type)
        {
            _entries.SetType(_device, type);
            _entries.SetEnabled(_device, enabled);
        }
    }
}
