using Microsoft.ML;
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
    }
}
