using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace MlNetTL.Tests.Training;

/// <summary>An ML.NET environment that passes everything on to a real one, and notes what goes to progress channels.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
internal class ListeningHost : DispatchProxy
{
    private object _real = null!;
    private List<ProgressChannel> _channels = null!;

    public static T Around<T>(T real, List<ProgressChannel> channels) where T : class
    {
        var proxy = Create<T, ListeningHost>();
        ((ListeningHost)(object)proxy)._real = real;
        ((ListeningHost)(object)proxy)._channels = channels;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? method, object?[]? arguments)
    {
        if (method!.Name == nameof(IHostEnvironment.StartProgressChannel))
        {
            _channels.Add(new ProgressChannel());
            return _channels[^1];
        }
        var result = method.Invoke(_real, arguments);
        return method.Name == nameof(IHostEnvironment.Register) ? Around((IHost)result!, _channels) : result;
    }

    internal sealed class ProgressChannel : IProgressChannel
    {
        public ProgressHeader? Header { get; private set; }

        public Action<IProgressEntry>? Fill { get; private set; }

        public List<double?[]> Checkpoints { get; } = [];

        public bool IsDisposed { get; private set; }

        public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction) => (Header, Fill) = (header, fillAction);

        public void Checkpoint(params double?[] values) => Checkpoints.Add(values);

        public IProgressChannel StartProgressChannel(string name) => throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;
    }
}
