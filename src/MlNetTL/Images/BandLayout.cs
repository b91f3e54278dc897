using System.Numerics;

namespace MlNetTL.Images;

/// <summary>Brings the bands of a file to the channels asked for, at the file's own depth, pixel by pixel.</summary>
internal static class BandLayout
{
    /// <summary>What the bands of an image mean.</summary>
    /// <param name="Count">Values a pixel.</param>
    /// <param name="HasAlpha">Whether the last one is alpha.</param>
    /// <param name="IsCmyk">Whether they are cyan, magenta, yellow and black.</param>
    internal readonly record struct Bands(int Count, bool HasAlpha, bool IsCmyk)
    {
        private int Colours => Count - (HasAlpha ? 1 : 0);

        public bool IsGrey => Colours == 1;

        public bool IsColour => IsCmyk ? Colours == 4 : Colours == 3;
    }

    /// <summary>How many channels the resize works on: grey images are repeated afterwards only.</summary>
    /// <returns>The number, or null where the bands do not fit the channels asked for.</returns>
    public static int? WorkingChannels(Bands bands, int channels) => channels switch
    {
        1 when bands.IsGrey || bands.IsColour => 1,
        3 when bands.IsGrey => 1,
        3 when bands.IsColour => 3,
        _ when channels == bands.Count => channels,
        _ => null,
    };

    /// <summary>Whether the pixels can be used as they are.</summary>
    public static bool IsIdentity(Bands bands, int workingChannels) => workingChannels == bands.Count;

    /// <summary>Converts pixels. Alpha is dropped, not composited, as Pillow's convert and torchvision do.</summary>
    public static void Convert<T>(ReadOnlySpan<T> source, Bands bands, Span<T> destination, int workingChannels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var count = bands.Count;
        for (int from = 0, to = 0; from < source.Length; from += count, to += workingChannels)
        {
            if (bands.IsGrey)
            {
                destination[to] = source[from];
                continue;
            }
            var (red, green, blue) = (source[from], source[from + 1], source[from + 2]);
            if (bands.IsCmyk) (red, green, blue) = (FromInk(red, source[from + 3]), FromInk(green, source[from + 3]), FromInk(blue, source[from + 3]));
            if (workingChannels == 1) destination[to] = Luma(red, green, blue);
            else (destination[to], destination[to + 1], destination[to + 2]) = (red, green, blue);
        }
    }

    // ITU-R BT.601's luma, 299/587/114 thousandths, in the 16-bit fixed point that Pillow uses; it just fits 32 bits for 16-bit values.
    private static T Luma<T>(T red, T green, T blue) where T : IBinaryInteger<T> =>
        T.CreateTruncating((uint.CreateTruncating(red) * 19595 + uint.CreateTruncating(green) * 38470 + uint.CreateTruncating(blue) * 7471 + 0x8000) >> 16);

    // Ink without a colour profile: each colour is what its own ink and the black let through.
    private static T FromInk<T>(T ink, T black) where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        var most = ulong.CreateTruncating(T.MaxValue);
        return T.CreateTruncating(((most - ulong.CreateTruncating(ink)) * (most - ulong.CreateTruncating(black)) + most / 2) / most);
    }
}
