namespace MlNetTL.Images;

/// <summary>What the values in a DICOM file come out as: their bits, rescale, window and inversion in one table (PS3.3, C.7.6.3, C.11.1 and C.11.2).</summary>
internal sealed class DicomGreyScale
{
    private readonly DicomImage _image;
    private readonly double _slope = 1, _intercept, _low, _high;
    private readonly (double Center, double Width)? _window;
    private readonly string _function = "LINEAR";

    private DicomGreyScale(DicomImage image)
    {
        _image = image;
        if (image.IsGrey)
        {
            var file = image.File;
            (_slope, _intercept) = (file.Decimal(DicomTag.Slope) ?? 1, file.Decimal(DicomTag.Intercept) ?? 0);
            if (file.Decimal(DicomTag.WindowCenter) is { } center && file.Decimal(DicomTag.WindowWidth) is { } width) _window = (center, width);
            if (file.Text(DicomTag.WindowFunction) is { Length: > 0 } function) _function = function;
            if (Problem() is { } problem) throw new UnreadableImageException(image.Name, problem);
        }
        var (least, most) = image.IsSigned ? (-(1 << (image.BitsStored - 1)), (1 << (image.BitsStored - 1)) - 1) : (0, (1 << image.BitsStored) - 1);
        (_low, _high) = (Math.Min(Rescaled(least), Rescaled(most)), Math.Max(Rescaled(least), Rescaled(most)));
    }

    /// <summary>For each value of a file's 8 or 16 bits what it comes out as, from 0 to <paramref name="maximum"/>.</summary>
    public static ushort[] Table(DicomImage image, int maximum)
    {
        var scale = new DicomGreyScale(image);
        var table = new ushort[1 << image.BitsAllocated];
        for (var raw = 0; raw < table.Length; raw++)
        {
            var share = scale.Share(scale.Rescaled(Stored(image, raw)));
            table[raw] = (ushort)Math.Round((image.Photometric == "MONOCHROME1" ? 1 - share : share) * maximum);
        }
        return table;
    }

    /// <summary>The value among the bits of a word: what lies above and below (an overlay, perhaps) does not count.</summary>
    public static int Stored(DicomImage image, int raw)
    {
        var value = (raw >> (image.HighBit - image.BitsStored + 1)) & ((1 << image.BitsStored) - 1);
        return image.IsSigned && value >> (image.BitsStored - 1) == 1 ? value - (1 << image.BitsStored) : value;
    }

    private double Rescaled(int stored) => _slope * stored + _intercept;

    // From 0 (the window's black) to 1 (its white). Without a window all that the bits can hold is shown.
    private double Share(double value)
    {
        if (_window is not var (center, width)) return (value - _low) / (_high - _low);
        return _function switch
        {
            "SIGMOID" => 1 / (1 + Math.Exp(-4 * (value - center) / width)),
            "LINEAR_EXACT" => value <= center - width / 2 ? 0 : value > center + width / 2 ? 1 : (value - center) / width + 0.5,
            _ => value <= center - 0.5 - (width - 1) / 2 ? 0 : value > center - 0.5 + (width - 1) / 2 ? 1 : (value - (center - 0.5)) / (width - 1) + 0.5,
        };
    }

    private string? Problem()
    {
        if (!double.IsFinite(_slope) || !double.IsFinite(_intercept) || _slope == 0) return "its Rescale Slope and Intercept must be numbers, and the slope not 0.";
        if (_function is not ("LINEAR" or "LINEAR_EXACT" or "SIGMOID")) return $"its VOI LUT Function must be LINEAR, LINEAR_EXACT or SIGMOID. Found: '{_function}'.";
        if (_window is not var (center, width)) return null;
        var least = _function == "LINEAR" ? 1 : 0;
        return double.IsFinite(center) && (width > least || (width == least && least == 1)) ? null
            : $"its window must have a centre and a width of {(least == 1 ? "at least 1" : "over 0")}. Found: {center} and {width}.";
    }
}
