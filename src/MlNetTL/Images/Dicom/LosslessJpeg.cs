using System.Buffers.Binary;

namespace MlNetTL.Images;

/// <summary>Lossless JPEG (ITU-T T.81, process 14, any predictor), in which most compressed radiographs are kept.</summary>
internal sealed class LosslessJpeg
{
    private readonly byte[] _code;
    private readonly string _name;
    private readonly int _height, _width, _samples;
    private readonly HuffmanTable?[] _tables = new HuffmanTable?[4];
    private readonly ushort[] _values;
    private byte[] _components = [];
    private int _bits, _restart;

    private LosslessJpeg(byte[] code, int height, int width, int samples, string name)
    {
        (_code, _height, _width, _samples, _name) = (code, height, width, samples, name);
        _values = new ushort[checked(height * width * samples)];
    }

    /// <summary>The values, pixel by pixel.</summary>
    /// <exception cref="UnreadableImageException">It is damaged, or of another size than its file's header says.</exception>
    public static ushort[] Decode(byte[] code, int height, int width, int samples, string name)
    {
        var jpeg = new LosslessJpeg(code, height, width, samples, name);
        jpeg.ReadSegments();
        return jpeg._values;
    }

    private void ReadSegments()
    {
        var seen = 0;
        for (var at = Next(0); seen < _samples; at = Next(at))
        {
            var marker = _code[at + 1];
            at += 2;
            if (marker == 0xD8) continue;
            if (marker == 0xD9) throw Damaged("it ends before its last sample");
            var length = at + 2 <= _code.Length ? BinaryPrimitives.ReadUInt16BigEndian(_code.AsSpan(at)) : 0;
            if (length < 2 || at + length > _code.Length) throw Damaged("a segment ends too early");
            var segment = _code.AsSpan(at + 2, length - 2);
            at += length;
            if (marker == 0xC3) ReadFrame(segment);
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) throw Damaged($"it is a JPEG of another process (frame {marker:X2})");
            else if (marker == 0xC4) ReadTables(segment);
            else if (marker == 0xDD && segment.Length >= 2) _restart = BinaryPrimitives.ReadUInt16BigEndian(segment);
            else if (marker == 0xDA)
            {
                seen += segment.Length > 0 ? segment[0] : 0;
                at = ReadScan(segment, at);
            }
        }
    }

    // The place of the next marker. What lies between is filling.
    private int Next(int at)
    {
        while (at + 1 < _code.Length && (_code[at] != 0xFF || _code[at + 1] is 0 or 0xFF or (>= 0xD0 and <= 0xD7))) at++;
        return at + 1 < _code.Length ? at : throw Damaged("it ends too early");
    }

    private void ReadFrame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment.Length < 6 + 3 * segment[5]) throw Damaged("its frame header ends too early");
        _bits = segment[0];
        var (height, width, samples) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), segment[5]);
        if (_bits is < 2 or > 16) throw Damaged($"it has values of {_bits} bits");
        if ((height, width, samples) != (_height, _width, _samples))
            throw Damaged($"it is {width} x {height} x {samples}, and the header of its file says {_width} x {_height} x {_samples}");
        _components = new byte[samples];
        for (var i = 0; i < samples; i++)
        {
            _components[i] = segment[6 + 3 * i];
            if (samples > 1 && segment[7 + 3 * i] != 0x11) throw Damaged("its colours differ in resolution");
        }
    }

    private void ReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var count = 0;
            for (var i = 1; i <= 16 && i < segment.Length; i++) count += segment[i];
            if (segment.Length < 17 + count || (segment[0] & 15) > 3) throw Damaged("its Huffman tables end too early");
            _tables[segment[0] & 15] = HuffmanTable.Of(segment.Slice(1, 16), segment.Slice(17, count)) ?? throw Damaged("a Huffman table has more codes than there are");
            segment = segment[(17 + count)..];
        }
    }

    // Gives the place after the scan.
    private int ReadScan(ReadOnlySpan<byte> segment, int at)
    {
        var count = segment.Length > 0 ? segment[0] : 0;
        if (_components.Length == 0 || count == 0 || count > _samples || segment.Length < 4 + 2 * count) throw Damaged("its scan header makes no sense");
        var (planes, tables) = (new int[count], new HuffmanTable[count]);
        for (var i = 0; i < count; i++)
        {
            planes[i] = Array.IndexOf(_components, segment[1 + 2 * i]);
            tables[i] = (segment[2 + 2 * i] >> 4 <= 3 ? _tables[segment[2 + 2 * i] >> 4] : null) ?? throw Damaged("a Huffman table is missing");
            if (planes[i] < 0) throw Damaged("a scan is of no sample of the frame");
        }
        var (predictor, shift) = (segment[1 + 2 * count], segment[3 + 2 * count] & 15);
        if (predictor is < 1 or > 7 || shift >= _bits) throw Damaged($"its predictor is {predictor}, its point transform {shift}");
        var bits = new HuffmanBits(_code, at);
        for (int y = 0, sinceRestart = 0, first = 0; y < _height; y++)
        {
            // An interval is a whole number of rows (T.81, H.1.1).
            if (_restart > 0 && sinceRestart >= _restart)
            {
                if (!bits.Restart()) throw Damaged("a restart marker is missing");
                (sinceRestart, first) = (0, y);
            }
            for (var i = 0; i < count; i++) if (_restart > 0 && _restart % _width != 0) throw Damaged("its restart interval is no whole number of rows");
            DecodeRow(bits, y, isFirst: y == first, planes, tables, predictor, shift);
            sinceRestart += _width;
        }
        if (bits.IsOverread) throw Damaged("it ends too early");
        return bits.Position;
    }

    private void DecodeRow(HuffmanBits bits, int y, bool isFirst, int[] planes, HuffmanTable[] tables, int predictor, int shift)
    {
        var stride = _width * _samples;
        for (var x = 0; x < _width; x++)
            for (var i = 0; i < planes.Length; i++)
            {
                var at = (y * _width + x) * _samples + planes[i];
                var predicted = isFirst ? x == 0 ? 1 << (_bits - shift - 1) : _values[at - _samples] >> shift
                    : x == 0 ? _values[at - stride] >> shift
                    : Predict(predictor, _values[at - _samples] >> shift, _values[at - stride] >> shift, _values[at - stride - _samples] >> shift);
                var difference = bits.Difference(tables[i]);
                if (difference is not { } step || bits.IsOverread) throw Damaged("a code has no meaning, or it ends too early");
                _values[at] = (ushort)((predicted + step) << shift);
            }
    }

    private static int Predict(int predictor, int left, int above, int corner) => predictor switch
    {
        1 => left,
        2 => above,
        3 => corner,
        4 => left + above - corner,
        5 => left + ((above - corner) >> 1),
        6 => above + ((left - corner) >> 1),
        _ => (left + above) >> 1,
    };

    private UnreadableImageException Damaged(string what) => new(_name, $"its lossless JPEG is damaged or not as it should be: {what}.");
}
