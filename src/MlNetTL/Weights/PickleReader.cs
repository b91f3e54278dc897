using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MlNetTL.Weights;

/// <summary>Reads the part of Python's pickle language that tensors need (protocols 2 to 5), and nothing else: a pickle can name any function and have it
/// called, so any name but the few below is refused.</summary>
/// <param name="stream">The pickle, at its start; it is left behind the STOP.</param>
/// <param name="error">Makes the error for a sentence that goes on after the file's name.</param>
internal sealed class PickleReader(Stream stream, Func<string, Exception> error)
{
    // The pickle of a thousand tensors has some ten thousand values. One byte makes an empty dictionary, which takes a hundred in memory.
    private const int MostValues = 4_000_000;

    private static readonly object s_mark = new();
    private int _values;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private readonly Dictionary<string, PickleStorage> _storages = [];

    /// <summary>The storages that the pickle referred to, by key.</summary>
    public IReadOnlyDictionary<string, PickleStorage> Storages => _storages;

    /// <summary>The value of the pickle.</summary>
    public object? Read()
    {
        while (true)
        {
            var opcode = Byte();
            if (opcode == '.') return Pop();
            Run(opcode);
        }
    }

    private void Run(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: Byte(); break;                                           // PROTO
            case 0x95: Bytes(8); break;                                         // FRAME
            case (byte)'(': Push(s_mark); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)Byte()); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); break;
            case (byte)'J': Push((long)Int32()); break;
            case 0x8a: Push(Long(Byte())); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); break;
            case (byte)'X': Push(Text(UInt32())); break;
            case 0x8c: Push(Text(Byte())); break;
            case (byte)'T' or (byte)'B': Push(Bytes(UInt32())); break;
            case (byte)'U' or (byte)'C': Push(Bytes(Byte())); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)']' or 0x8f: Push(new List<object?>()); break;           // A set is read as a list
            case 0x90: Append(PopToMark()); break;                              // ADDITEMS
            case (byte)')': Push(Array.Empty<object?>()); break;
            case (byte)'t': Push(PopToMark()); break;
            case 0x85 or 0x86 or 0x87: Push(PopMany(opcode - 0x84)); break;     // TUPLE1 to TUPLE3
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'q': _memo[Byte()] = Peek(); break;
            case (byte)'r': _memo[UInt32()] = Peek(); break;
            case 0x94: _memo[_memo.Count] = Peek(); break;                      // MEMOIZE
            case (byte)'h': Push(Remembered(Byte())); break;
            case (byte)'j': Push(Remembered(UInt32())); break;
            case (byte)'c' or (byte)'i': Push(PickleTorch.Global($"{Line()}.{Line()}", error)); break;
            case 0x93: Push(StackGlobal()); break;
            case (byte)'Q': Push(Persistent()); break;
            case (byte)'R': Push(PickleTorch.Call(PopMany(2), error)); break;
            case 0x81: Push(PickleTorch.Make(PopMany(2), error)); break;        // NEWOBJ
            case (byte)'b': Build(); break;
            default: throw error($"has the pickle instruction 0x{opcode:x2}, which no tensor needs.");
        }
    }

    private object Persistent()
    {
        var value = PickleTorch.Persistent(Pop(), error);
        if (value is not PickleStorage storage || _storages.TryAdd(storage.Key, storage)) return value;
        var first = _storages[storage.Key];
        if (first.Type == storage.Type && first.Count == storage.Count) return storage;
        throw error($"refers to its storage '{storage.Key}' as {first.Count} of {first.Type} and as {storage.Count} of {storage.Type}.");
    }

    // The attributes of an OrderedDict, such as _metadata, matter to nobody here; those of a layer hold its parameters.
    private void Build()
    {
        var state = Pop();
        switch (Peek())
        {
            case PickleDictionary: break;
            case PickleRecord record when state is PickleDictionary attributes: record.Attributes = attributes; break;
            case PickleRecord record: throw error($"sets the attributes of a '{record.ClassName}' by something other than a dictionary.");
            default: throw error("sets the attributes of something other than a dictionary.");
        }
    }

    private PickleGlobal StackGlobal()
    {
        var parts = PopMany(2);
        return PickleTorch.Global($"{parts[0]}.{parts[1]}", error);
    }

    private void Append(object?[] values)
    {
        if (Peek() is not List<object?> list) throw error("appends to something other than a list.");
        list.AddRange(values);
    }

    private void SetItems(object?[] values)
    {
        if (Peek() is not PickleDictionary dictionary || values.Length % 2 != 0) throw error("sets the items of something other than a dictionary.");
        for (var i = 0; i < values.Length; i += 2) dictionary.Items.Add((values[i], values[i + 1]));
    }

    private void Push(object? value)
    {
        if (++_values > MostValues) throw error($"has a pickle of more than {MostValues} values, which no network needs.");
        _stack.Add(value);
    }

    private object? Peek() => _stack.Count > 0 && _stack[^1] != s_mark ? _stack[^1] : throw error("has a pickle that takes more values than it gave.");

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--) values[i] = Pop();
        return values;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(s_mark);
        if (mark < 0) throw error("has a pickle without the mark that it needs.");
        object?[] values = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private object? Remembered(long key) => _memo.TryGetValue(key, out var value) ? value : throw error("has a pickle that asks for a value it never kept.");

    // Numbers of more than 63 bits occur once: the magic number of the stream format.
    private object Long(int length)
    {
        var value = new BigInteger(Bytes(length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private string Text(long length) => Encoding.UTF8.GetString(Bytes(length));

    private string Line()
    {
        var line = new StringBuilder();
        for (var b = Byte(); b != '\n'; b = Byte())
            if (line.Append((char)b).Length > 1000) throw error("has a pickle with a name of more than 1000 letters.");
        return line.ToString();
    }

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    private long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private byte Byte() => stream.ReadByte() is >= 0 and var value ? (byte)value : throw CutShort();

    private byte[] Bytes(long count)
    {
        if (count > stream.Length - stream.Position) throw CutShort();
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private Exception CutShort() => error("is cut short: it ends within its pickle.");
}
