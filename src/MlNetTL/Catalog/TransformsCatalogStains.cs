using Microsoft.ML;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Transforms;

namespace MlNetTL;

/// <summary>Steps on image columns that read their pixels.</summary>
public static class TransformsCatalogStains
{
    extension(TransformsCatalog catalog)
    {
        /// <summary>Brings the stains of histology images (hematoxylin and eosin) to a reference, so that laboratories and scanners differ less.</summary>
        /// <param name="outputColumnName">The image column to make.</param>
        /// <param name="inputColumnName">The image column, of three channels of Byte; null: the output's name.</param>
        /// <param name="reference">What the stains become: <see cref="StainReference.Published"/>, or one of your own; null: those of the training images.</param>
        /// <param name="images">How many training images are looked at, chosen by the seed.</param>
        /// <param name="seed">What the choice hangs on.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | an image column: Vector&lt;Byte&gt; [3, height, width] with the annotation `MlNetTL.Image` |
        /// | output | the same with other colours |
        ///
        /// Macenko et al., 'A method for normalizing histology slides for quantitative analysis', ISBI 2009. The reference is fitted to the training fold alone and saved with
        /// the model; each image's own stains are found when it is read. An image with less than a hundredth of tissue, or tissue of one colour, stays as it is.
        /// The store of decoded images keeps plain pixels: a trainer draws the normalised ones into a temporary file of their full size.
        /// ]]></format>
        /// <code>
        /// var pipeline = mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224)
        ///     .Append(mlContext.Transforms.NormalizeStains("Image"));
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public StainNormalizingEstimator NormalizeStains(string outputColumnName, string? inputColumnName = null, StainReference? reference = null, int images = 100, int seed = 1) =>
            catalog.NormalizeStains(new NormalizeStainsOptions(outputColumnName, inputColumnName, reference, images, seed));

        /// <summary>Brings the stains of histology images (hematoxylin and eosin) to a reference.</summary>
        /// <param name="options">The settings.</param>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public StainNormalizingEstimator NormalizeStains(NormalizeStainsOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new(Environments.Of(catalog), options);
        }

        /// <summary>Measures how well images can be read: focus, exposure, clipping, coverage of the disc, and whether they are blank.</summary>
        /// <param name="inputColumnName">The image column, made by LoadImageTensors.</param>
        /// <param name="prefix">What the names of the columns begin with.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | an image column of any channels and either depth |
        /// | `Focus`, `Exposure`, `Clipped`, `DiscCoverage` | Single; NaN where the image cannot be read |
        /// | `Blank` | Boolean |
        ///
        /// The figures are those of the class `ImageQuality`, of the pixels as they are in the column: focus hangs on their size. `mlContext.Data.FilterPoorImages` leaves rows out.
        /// ]]></format>
        /// </remarks>
        public ImageQualityEstimator MeasureImageQuality(string inputColumnName, string prefix = "") => new(inputColumnName, prefix);
    }
}
