using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetTL.Cli.Progress;

/// <summary>The warnings of the library and of ML.NET, each shown once.</summary>
internal sealed class Warnings
{
    private readonly List<string> _all = [];
    private readonly Terminal _terminal;

    public Warnings(MLContext mlContext, Terminal terminal)
    {
        _terminal = terminal;
        mlContext.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning) Add(message.RawMessage);
        };
    }

    /// <summary>What was warned of, in order.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    /// <summary>Warns, unless the same was said before.</summary>
    public void Add(string sentence)
    {
        lock (_all)
        {
            if (_all.Contains(sentence)) return;
            _all.Add(sentence);
        }
        _terminal.Warn(sentence);
    }
}
