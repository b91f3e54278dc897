using Microsoft.ML;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Transforms;

namespace MlNetTL;

/// <summary>Image steps on <c>mlContext.Data</c>.</summary>
public static class ImageDataCatalog
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Leaves out the rows whose images cannot be read.</summary>
        /// <param name="input">The data.</param>
        /// <param name="inputColumnName">The images' paths (Text).</param>
        /// <param name="channels">The channels that will be asked for: an image of other bands counts as unreadable.</param>
        /// <param name="imageFolder">The folder that relative paths start from, and that no path may leave; null: paths are taken as they are.</param>
        /// <remarks>
        /// Every image is decoded once, on all cores, before the method returns; how many rows are left out is logged as a warning with the first few names and reasons.
        /// Like ML.NET's own filters this is a step on the data and no transformer: a filter inside of a saved chain could not give a row for a row, as prediction engines ask.
        /// To keep the rows of unreadable images and have NaN scores for them, use LoadImageTensors with onUnreadable: Missing.
        /// </remarks>
        /// <exception cref="ArgumentException">The column is missing or is not Text.</exception>
        public IDataView FilterUnreadableImages(IDataView input, string inputColumnName = "Path", int channels = 3, string? imageFolder = null) =>
            UnreadableImageFilter.Apply(Environments.Of(catalog), input, inputColumnName, channels, imageFolder, out _);

        /// <summary>Leaves out the rows whose images cannot be read, and lists those images.</summary>
        /// <param name="input">The data.</param>
        /// <param name="unreadable">The images and why they cannot be read, in the data's order, each once.</param>
        /// <param name="inputColumnName">The images' paths (Text).</param>
        /// <param name="channels">The channels that will be asked for: an image of other bands counts as unreadable.</param>
        /// <param name="imageFolder">The folder that relative paths start from, and that no path may leave; null: paths are taken as they are.</param>
        /// <exception cref="ArgumentException">The column is missing or is not Text.</exception>
        public IDataView FilterUnreadableImages(
            IDataView input, out IReadOnlyList<UnreadableImage> unreadable, string inputColumnName = "Path", int channels = 3, string? imageFolder = null) =>
            UnreadableImageFilter.Apply(Environments.Of(catalog), input, inputColumnName, channels, imageFolder, out unreadable);

        /// <summary>Leaves out the rows whose images are poor: out of focus, too dark, too bright, blank, or with too little of the eye on them.</summary>
        /// <param name="input">The data.</param>
        /// <param name="limits">What an image must reach, given or fitted to the training images by <see cref="FitImageQualityLimits"/>.</param>
        /// <param name="poor">The images that are left out, with their figures and reasons, in the data's order, each once.</param>
        /// <param name="inputColumnName">The images' paths (Text).</param>
        /// <param name="channels">1 measures the luma of grey and colour images; files of other bands need their number.</param>
        /// <param name="side">Images are measured at so many rows and columns, 16 to 4,096. Limits hold for the side that they were made for.</param>
        /// <param name="imageFolder">The folder that relative paths start from, and that no path may leave; null: paths are taken as they are.</param>
        /// <remarks>
        /// Every image is decoded once, on all cores, before the method returns; the limits are logged, and how many rows are left out is a warning with the first few names
        /// and reasons. Unreadable images stay: <c>FilterUnreadableImages</c> is for them. For the measures see <see cref="ImageQuality"/>.
        /// </remarks>
        /// <example>
        /// <code language="csharp">
        /// var limits = mlContext.Data.FitImageQualityLimits(train, spread: 3);
        /// train = mlContext.Data.FilterPoorImages(train, limits, out var poor);
        /// </code>
        /// </example>
        /// <exception cref="ArgumentException">The column is missing or is not Text, or limits are out of range.</exception>
        public IDataView FilterPoorImages(
            IDataView input, ImageQualityLimits limits, out IReadOnlyList<PoorImage> poor, string inputColumnName = "Path", int channels = 1, int side = ImageQualityFiles.Side,
            string? imageFolder = null)
        {
            ArgumentNullException.ThrowIfNull(limits);
            return PoorImageFilter.Apply(Environments.Of(catalog), input, limits, inputColumnName, channels, side, imageFolder, out poor);
        }

        /// <summary>Limits of image quality by the training images: the median less (or plus) so many robust standard deviations of each figure.</summary>
        /// <param name="training">The training rows, and no others.</param>
        /// <param name="spread">How many, above 0.</param>
        /// <param name="inputColumnName">The images' paths (Text).</param>
        /// <param name="channels">1 measures the luma of grey and colour images; files of other bands need their number.</param>
        /// <param name="side">Images are measured at so many rows and columns.</param>
        /// <param name="imageFolder">The folder that relative paths start from, and that no path may leave; null: paths are taken as they are.</param>
        /// <remarks>The rule is <see cref="ImageQualityLimits.Fit"/>.</remarks>
        /// <exception cref="ArgumentException">The column is missing or is not Text, or the spread is not above 0.</exception>
        public ImageQualityLimits FitImageQualityLimits(
            IDataView training, double spread = 3, string inputColumnName = "Path", int channels = 1, int side = ImageQualityFiles.Side, string? imageFolder = null) =>
            PoorImageFilter.Fit(Environments.Of(catalog), training, spread, inputColumnName, channels, side, imageFolder);
    }
}
