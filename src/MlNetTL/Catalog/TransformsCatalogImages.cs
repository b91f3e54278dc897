using Microsoft.ML;
using MlNetTL.Images;
using MlNetTL.Transforms;

namespace MlNetTL;

/// <summary>Image steps on <c>mlContext.Transforms</c>.</summary>
public static class TransformsCatalogImages
{
    extension(TransformsCatalog catalog)
    {
        /// <summary>Decodes images to vectors of known size, for the trainers of this library.</summary>
        /// <param name="outputColumnName">The pixel column to make.</param>
        /// <param name="height">Rows of the result, in pixels.</param>
        /// <param name="width">Columns of the result, in pixels.</param>
        /// <param name="inputColumnName">Paths, encoded files or images.</param>
        /// <param name="channels">1 (grey), 3 (red, green, blue) or the number of bands of the files.</param>
        /// <param name="pixelType">The type of a value.</param>
        /// <param name="resize">How an image is brought to the size.</param>
        /// <param name="onUnreadable">
        /// What happens to a row whose image cannot be read: reading it fails, or its scores are NaN. Rows are never dropped here; see
        /// <c>mlContext.Data.FilterUnreadableImages</c>.
        /// </param>
        /// <param name="imageFolder">
        /// The folder that relative paths start from, and that no path may leave. It is not saved with a model: a loaded model takes paths as they are.
        /// </param>
        /// <param name="storeFolder">The folder of the store of decoded images, which trainers fill; null for the user's cache.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | Text (paths), a vector of Byte of any size (files: JPEG, PNG, TIFF, WebP, GIF, DICOM) or MLImage |
        /// | output | Vector&lt;Byte&gt; or Vector&lt;UInt16&gt; of known size, dimensions [channels, height, width] |
        /// | output + `Source` | Text: the image's full path. Only where the input holds paths |
        /// | output + `Error` | Text: why the image cannot be read; empty where it can. Only with onUnreadable: Missing |
        ///
        /// Decoding is antialiased and applies the EXIF orientation (an MLImage has lost it). The layout travels in the pixel column's annotation `MlNetTL.Image`;
        /// transforms that drop annotations (Concatenate of several columns, ConvertType, CustomMapping) make the column unusable for this library's trainers.
        /// ]]></format>
        /// <code>
        /// var pipeline = mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224)
        ///     .Append(mlContext.Transforms.AugmentImages("Image", null, new RandomFlip()));
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public ImageTensorLoadingEstimator LoadImageTensors(
            string outputColumnName,
            int height,
            int width,
            string inputColumnName = "Path",
            int channels = 3,
            PixelType pixelType = PixelType.Byte,
            ResizeMode resize = ResizeMode.Stretch,
            UnreadableImages onUnreadable = UnreadableImages.Fail,
            string? imageFolder = null,
            string? storeFolder = null) =>
            new(new(outputColumnName, height, width, inputColumnName, channels, pixelType, resize, onUnreadable, imageFolder, storeFolder));

        /// <summary>Decodes images to vectors of known size, for the trainers of this library.</summary>
        /// <param name="options">The settings.</param>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public ImageTensorLoadingEstimator LoadImageTensors(LoadImageTensorsOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new(options);
        }

        /// <summary>Has the trainer change images at random, afresh in each epoch. When scoring, images stay as they are.</summary>
        /// <param name="outputColumnName">The column that comes out.</param>
        /// <param name="inputColumnName">The image column, made by LoadImageTensors; null: the output's name.</param>
        /// <param name="steps">What is done, in order. Where pixels lie: <see cref="RandomFlip"/>, <see cref="RandomCrop"/>, <see cref="RandomResizedCrop"/>, <see cref="RandomRotation"/>,
        /// <see cref="RandomAffine"/>. Then what values they have: <see cref="RandomBrightness"/>, <see cref="RandomContrast"/>, <see cref="RandomGamma"/>, <see cref="RandomSaturation"/>,
        /// <see cref="RandomHue"/>, <see cref="RandomGrey"/>, <see cref="RandomBlur"/>, <see cref="RandomNoise"/>, <see cref="RandomErasing"/>, <see cref="BandDropout"/>. Each says where it makes
        /// a label untrue.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | an image column: Vector&lt;Byte&gt; or Vector&lt;UInt16&gt; with the annotation `MlNetTL.Image` |
        /// | output | the same images; when a pipeline is fitted, the annotation tells the trainer what to do |
        ///
        /// No pixel is changed by this step. Fitting an estimator chain hands the policy to the trainer, which draws the parameters of each image from (seed, epoch, row)
        /// and works on the device; `Transform`, prediction engines and loaded models see the images as they are. So fit the chain as a whole, and append step by step:
        /// a trainer that is fitted by itself on the output of `Transform`, or that follows `a.Append(b.Append(AugmentImages))`, a chain within a chain, gets no policy and warns.
        /// Trainers log the policy that they use.
        /// ]]></format>
        /// <code>
        /// var pipeline = mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224)
        ///     .Append(mlContext.Transforms.AugmentImages("Image", null, new RandomFlip(), new RandomRotation(MaximumDegrees: 7)));
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">Parameters are out of range; all of them are listed.</exception>
        public ImageAugmentingEstimator AugmentImages(string outputColumnName, string? inputColumnName = null, params Augmentation[] steps)
        {
            ArgumentNullException.ThrowIfNull(steps);
            foreach (var step in steps) ArgumentNullException.ThrowIfNull(step);
            return new(outputColumnName, inputColumnName, new([.. steps]));
        }
    }
}
