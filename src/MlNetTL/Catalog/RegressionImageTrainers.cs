using Microsoft.ML;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training;

namespace MlNetTL;

/// <summary>Transfer learning for a number.</summary>
public static class RegressionImageTrainers
{
    extension(RegressionCatalog.RegressionTrainers trainers)
    {
        /// <summary>Fine-tunes a pretrained network on images to predict a number, such as an age. It is trained on the number's distance from the training rows' mean, in their standard deviations; the
        /// score is in the label's own unit.</summary>
        /// <param name="labelColumnName">The label: Single, NaN for 'not known'.</param>
        /// <param name="featureColumnName">The image column, made by <c>LoadImageTensors</c>: a vector of Byte or UInt16, [channels, height, width].</param>
        /// <param name="backbone">The network, a name of <see cref="Backbones.BackboneTable"/>, such as resnet18 or resnet50.</param>
        /// <param name="weights">The pretrained weights: 'imagenet', the name of a row, or a path: a .safetensors, .pth or .npz file, a trained model's zip, or its run's folder; null trains from scratch.</param>
        /// <param name="epochs">Passes over the training rows, at least 1.</param>
        /// <param name="batchSize">Images a step, at least 2.</param>
        /// <param name="learningRate">Of Adam; above 0.</param>
        /// <param name="validationSet">Rows that have been through the chain's earlier steps; null holds out a tenth of the training rows.</param>
        /// <param name="samplingKeyColumnName">The column, such as 'Patient', whose rows stay together when validation rows are held out.</param>
        /// <exception cref="ArgumentException">A setting is out of range; the message names every one.</exception>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var images = mlContext.Data.LoadImageManifest("scans/list.csv", new ImageManifestOptions(LabelColumn: null, ValueColumn: "age", PatientColumn: "patient"));
        /// var pipeline = mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224)
        ///     .Append(mlContext.Regression.Trainers.ImageTransferLearning(labelColumnName: "Value", samplingKeyColumnName: "Patient"));
        /// var model = pipeline.Fit(images);
        /// var metrics = mlContext.Regression.Evaluate(model.Transform(images), labelColumnName: "Value");
        /// </code>
        /// </example>
        public ImageTransferLearningTrainer ImageTransferLearning(
            string labelColumnName = "Label", string featureColumnName = "Image", string backbone = "resnet50", string? weights = "imagenet",
            int epochs = 10, int batchSize = 32, double learningRate = 1e-4, IDataView? validationSet = null, string? samplingKeyColumnName = null) =>
            trainers.ImageTransferLearning(PlainArguments.ToOptions(labelColumnName, featureColumnName, backbone, weights, epochs, batchSize, learningRate, validationSet, samplingKeyColumnName));

        /// <summary>Fine-tunes a pretrained network on images to predict a number, with all settings.</summary>
        /// <param name="options">The settings.</param>
        /// <exception cref="ArgumentException">A setting is out of range; the message names every one.</exception>
        public ImageTransferLearningTrainer ImageTransferLearning(ImageTransferLearningTrainer.Options options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new(Environments.Of(trainers), PredictionTask.Regression, options);
        }
    }
}
