namespace MlNetTL.Images;

/// <summary>What a decoded image looks like: a block of <c>Channels x Height x Width</c> values, channel by channel, row by row.</summary>
/// <param name="Height">Rows, in pixels, 1 to 16,384.</param>
/// <param name="Width">Columns, in pixels, 1 to 16,384.</param>
/// <param name="Channels">1 (grey: colour images are converted by their luma), 3 (red, green, blue: grey images are repeated) or the number of bands of the
/// file, or of all files of an image together (<see cref="BandFiles"/>), at most 64.</param>
/// <param name="PixelType">The type of a value. 8-bit files are widened (x 257), 16-bit files are narrowed (/ 257, rounded).</param>
/// <param name="Resize">How the image is brought to <paramref name="Height"/> x <paramref name="Width"/>.</param>
/// <param name="Preprocess">What is done to the image before, at its full size and depth (of a region, to the region); null for nothing.</param>
public sealed record DecodeSettings(
    int Height, int Width, int Channels = 3, PixelType PixelType = PixelType.Byte, ResizeMode Resize = ResizeMode.Stretch, ImagePreprocessing? Preprocess = null)
{
    /// <summary>Counts the changes of the decoder's arithmetic: a store written by another version is not read.</summary>
    internal const int DecoderVersion = 2;

    internal const int MaxSide = 16_384, MaxChannels = 64;

    /// <summary>Bytes of one decoded image.</summary>
    public int RowBytes => checked(Height * Width * Channels * BytesPerValue);

    /// <summary>A text that is the same for the same settings, decoder version and byte order, and names the folder of a store.</summary>
    public string Fingerprint =>
        $"decoder={DecoderVersion};height={Height};width={Width};channels={Channels};pixels={PixelType};resize={Resize};" +
        $"order={(BitConverter.IsLittleEndian ? "little" : "big")}{Preprocess?.Fingerprint}";

    internal int BytesPerValue => PixelType == PixelType.UInt16 ? 2 : 1;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Settings are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Problems();
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }

    /// <summary>What is wrong with the settings, a sentence each; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Height is < 1 or > MaxSide) problems.Add($"Height must be 1 to {MaxSide}. Received: {Height}.");
        if (Width is < 1 or > MaxSide) problems.Add($"Width must be 1 to {MaxSide}. Received: {Width}.");
        if (Channels is < 1 or > MaxChannels) problems.Add($"Channels must be 1 to {MaxChannels}. Received: {Channels}.");
        if (!Enum.IsDefined(PixelType)) problems.Add($"PixelType must be Byte or UInt16. Received: {PixelType}.");
        if (!Enum.IsDefined(Resize)) problems.Add($"Resize must be Stretch, Crop or Pad. Received: {Resize}.");
        problems.AddRange(Preprocess?.Problems() ?? []);
        var bytes = (long)Height * Width * Channels * BytesPerValue;
        if (problems.Count == 0 && bytes > Array.MaxLength)
            problems.Add($"An image must take less than 2 GiB. Received: {bytes:N0} bytes for {Channels} x {Height} x {Width}.");
        return problems;
    }
}
