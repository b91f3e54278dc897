using Microsoft.ML;
using MlNetTL.Interop;
using MlNetTL.Scoring;

namespace MlNetTL;

/// <summary>Deep features of images on <c>mlContext.Transforms</c>.</summary>
public static class TransformsCatalogFeatures
{
    extension(TransformsCatalog catalog)
    {
        /// <summary>Makes a vector of deep features of each image, for ML.NET's own trainers and transforms: LightGBM, FastTree, SDCA, PCA, permutation
        /// feature importance.</summary>
        /// <param name="outputColumnName">The column of features to make.</param>
        /// <param name="inputColumnName">The image column, made by <c>LoadImageTensors</c>: a vector of Byte or UInt16, [channels, height, width].</param>
        /// <param name="backbone">The network, a name of <see cref="Backbones.BackboneTable"/>, such as resnet18 or resnet50.</param>
        /// <param name="weights">The pretrained weights: 'imagenet', the name of a row, or the path of a file; null for random values.</param>
        /// <param name="stage">The stage whose values are pooled: stem, stage1, stage2, stage3, stage4 (what the network's own head takes) or head (its
        /// logits). Early stages see edges and textures, late ones shapes and objects.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | an image column: Vector&lt;Byte&gt; or Vector&lt;UInt16&gt; of known size with the annotation `MlNetTL.Image` |
        /// | output | Vector&lt;Single&gt; of known size with the annotation SlotNames (`stage4.0`, `stage4.1`, …). NaN for an image that cannot be read, where `LoadImageTensors` lets it pass: ML.NET's trainers leave such rows out |
        ///
        /// ### Characteristics
        /// | | |
        /// | -- | -- |
        /// | Does it need to look at the data? | No. `Fit` loads the network, and decodes the images of its rows into the image store |
        /// | Is normalization of the features required? | For linear trainers and PCA: append NormalizeMeanVariance. Trees need none |
        /// | Is caching required? | No: features are kept on disk. AppendCacheCheckpoint keeps them in memory, too |
        /// | Required NuGet in addition to Microsoft.ML | MlNetTL |
        /// | Exportable to ONNX | No |
        ///
        /// Features are computed in batches when the column is read, and kept in the folder `features` of the user's cache (`MLNETTL_CACHE` moves it), by the network's values, the stage, the normalisation and
        /// the image's pixels: later passes, fits, folds and processes run no network. The folder may be deleted whenever nothing runs; `Cache: false` in the options keeps nothing. Computed by itself, in a batch of another
        /// size, or on another CPU, an image's features agree to about 1e-5 of their size (on a GPU that uses TF32, to about 1e-3); what was computed first is kept.
        ///
        /// AugmentImages does not reach this step: each image has one vector.
        /// ]]></format>
        /// </remarks>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var images = mlContext.Data.LoadImageManifest("pneumonia/labels.csv", splitColumn: "split", split: "train");
        /// var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
        ///     .Append(mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224))
        ///     .Append(mlContext.Transforms.FeaturizeImages("Features", "Image", backbone: "resnet50", weights: "imagenet", stage: "stage4"))
        ///     .Append(mlContext.MulticlassClassification.Trainers.LightGbm());
        /// var model = pipeline.Fit(images);
        /// </code>
        /// </example>
        public ImageFeaturizingEstimator FeaturizeImages(
            string outputColumnName, string inputColumnName = "Image", string backbone = "resnet50", string? weights = "imagenet", string stage = "stage4") =>
            catalog.FeaturizeImages(new FeaturizeImagesOptions(outputColumnName, inputColumnName, backbone, weights, stage));

        /// <summary>Makes a vector of deep features of each image, with all settings.</summary>
        /// <param name="options">The settings.</param>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public ImageFeaturizingEstimator FeaturizeImages(FeaturizeImagesOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new(Environments.Of(catalog), options);
        }
    }
}
