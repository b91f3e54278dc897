using System.Buffers.Binary;
using System.Text;

namespace MlNetTL.Experiments.Runs.TensorBoard;

/// <summary>An event of TensorBoard (event.proto and summary.proto of TensorFlow) with some numbers, in protobuf's bytes: a key (field number and wire type) before each value.</summary>
internal static class ScalarEvent
{
    // Field numbers of Event, Summary and Summary.Value, each with its wire type: 0 a number of varying length, 1 eight bytes, 2 bytes with their length before them, 5 four bytes.
    private const byte WallTime = (1 << 3) | 1, Step = (2 << 3) | 0, FileVersion = (3 << 3) | 2, Summary = (5 << 3) | 2, Value = (1 << 3) | 2, Tag = (1 << 3) | 2, SimpleValue = (2 << 3) | 5;

    /// <summary>The first event of a file: the version of the format.</summary>
    public static byte[] First(DateTimeOffset time) => [.. TimeOf(time), FileVersion, .. WithLength(Encoding.UTF8.GetBytes("brain.Event:2"))];

    /// <summary>Numbers of a step.</summary>
    /// <param name="time">When they became known.</param>
    /// <param name="step">The step, 0 or more.</param>
    /// <param name="values">Their names and values.</param>
    public static byte[] Of(DateTimeOffset time, long step, IEnumerable<(string Name, double Value)> values) =>
        [.. TimeOf(time), Step, .. Varying((ulong)step), Summary, .. WithLength([.. values.SelectMany(value => (byte[])[Value, .. WithLength(ValueOf(value.Name, value.Value))])])];

    /// <summary>The step of an event that <see cref="Of"/> made; null for the first of a file.</summary>
    public static long? StepOf(ReadOnlySpan<byte> data)
    {
        const int AfterTime = 1 + sizeof(double);
        if (data.Length <= AfterTime || data[AfterTime] != Step) return null;
        var (step, shift) = (0L, 0);
        foreach (var part in data[(AfterTime + 1)..])
        {
            step |= (long)(part & 0x7f) << shift;
            if (part < 0x80) break;
            shift += 7;
        }
        return step;
    }

    private static byte[] TimeOf(DateTimeOffset time)
    {
        var bytes = new byte[1 + sizeof(double)];
        bytes[0] = WallTime;
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), (time - DateTimeOffset.UnixEpoch).TotalSeconds);
        return bytes;
    }

    private static byte[] ValueOf(string name, double value)
    {
        var number = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(number, (float)value);
        return [Tag, .. WithLength(Encoding.UTF8.GetBytes(name)), SimpleValue, .. number];
    }

    private static byte[] WithLength(byte[] bytes) => [.. Varying((ulong)bytes.Length), .. bytes];

    // Seven bits a byte, the lowest first; all but the last have the highest bit set.
    private static IEnumerable<byte> Varying(ulong value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
