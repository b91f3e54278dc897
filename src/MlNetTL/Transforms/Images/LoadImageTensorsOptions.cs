using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Settings of <c>mlContext.Transforms.LoadImageTensors</c>.</summary>
/// <param name="OutputColumnName">
/// The pixel column to make: <c>Vector&lt;Byte&gt;</c> or <c>Vector&lt;UInt16&gt;</c> with the dimensions [channels, height, width].
/// </param>
/// <param name="Height">Rows of the result, in pixels.</param>
/// <param name="Width">Columns of the result, in pixels.</param>
/// <param name="InputColumnName">Paths (Text; files with '|' between make one image, see <see cref="BandFiles"/>), encoded files (a vector of Byte of any size) or <c>MLImage</c>.</param>
/// <param name="Channels">1 (grey), 3 (red, green, blue) or the number of bands of the files.</param>
/// <param name="PixelType">The type of a value. <c>MLImage</c> holds 8 bits only: read 16-bit files by their path.</param>
/// <param name="Resize">How an image is brought to the size.</param>
/// <param name="OnUnreadable">What happens to a row whose image cannot be read.</param>
/// <param name="ImageFolder">
/// The folder that relative paths start from, and that no path may leave; null: paths are taken as they are. Not saved with a model.
/// </param>
/// <param name="StoreFolder">The folder of the store of decoded images; null for the user's cache. Not saved with a model.</param>
/// <param name="Preprocess">
/// What is done to each image before it is brought to its size, at its full resolution and depth (<see cref="ImageSteps"/>); null for nothing. It is part of the store's
/// name and saved with a model. What must be fitted to the training images is an estimator of its own instead.
/// </param>
public sealed record LoadImageTensorsOptions(
    string OutputColumnName,
    int Height,
    int Width,
    string InputColumnName = "Path",
    int Channels = 3,
    PixelType PixelType = PixelType.Byte,
    ResizeMode Resize = ResizeMode.Stretch,
    UnreadableImages OnUnreadable = UnreadableImages.Fail,
    string? ImageFolder = null,
    string? StoreFolder = null,
    ImagePreprocessing? Preprocess = null)
{
    /// <summary>How images are decoded.</summary>
    internal DecodeSettings Decode => new(Height, Width, Channels, PixelType, Resize, Preprocess);

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Settings are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Decode.Problems().ToList();
        if (string.IsNullOrEmpty(OutputColumnName)) problems.Insert(0, "OutputColumnName must name a column. Received: nothing.");
        if (string.IsNullOrEmpty(InputColumnName)) problems.Insert(0, "InputColumnName must name a column. Received: nothing.");
        if (!Enum.IsDefined(OnUnreadable)) problems.Add($"OnUnreadable must be Fail or Missing. Received: {OnUnreadable}.");
        if (ImageFolder is not null && !Directory.Exists(ImageFolder))
            problems.Add($"ImageFolder must exist. Looked for {Path.GetFullPath(ImageFolder)}. Correct it, or leave it out and give full paths.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }
}
