namespace MlNetTL.Weights;

/// <summary>What is wrong with a file, gathered up to a limit and told at once.</summary>
internal sealed class Problems(ByteSource source)
{
    private const int Told = 5;
    private readonly List<string> _first = [];
    private int _count;

    public void Add(string problem)
    {
        if (++_count <= Told) _first.Add(problem);
    }

    /// <exception cref="InvalidDataException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_count > 0) throw source.Error($"cannot be read: {string.Join("; ", _first)}{(_count > Told ? $"; and {_count - Told} more" : "")}.");
    }
}
