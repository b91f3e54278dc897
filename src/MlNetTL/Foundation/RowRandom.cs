namespace MlNetTL.Foundation;

/// <summary>Random numbers that hang on (seed, epoch, row) and nothing else, so that the order of threads cannot change them.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood, 'Fast splittable pseudorandom number generators', 2014), started from a mix of its keys.</remarks>
internal struct RowRandom
{
    private ulong _state;

    /// <summary>Starts the stream of one use. <paramref name="purpose"/> keeps the streams of different uses apart.</summary>
    public RowRandom(long seed, string purpose, long epoch = 0, long row = 0)
    {
        _state = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        foreach (var c in purpose) _state = Mix(_state ^ c);
        _state = Mix(_state ^ (ulong)epoch * 0xD1B54A32D192ED03);
        _state = Mix(_state ^ (ulong)row * 0xABC98388FB8FAC03);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 … count - 1.</summary>
    public int NextInt(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>A standard normal value (Box and Muller, 1958).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts values in a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
