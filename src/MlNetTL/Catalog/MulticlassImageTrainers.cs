using Microsoft.ML;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training;

namespace MlNetTL;

/// <summary>Transfer learning for one of several classes.</summary>
public static class MulticlassImageTrainers
{
    extension(MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers)
    {
        /// <summary>Fine-tunes a pretrained network on images for one of several classes.</summary>
        /// <param name="labelColumnName">The label: a Key.</param>
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
        /// var images = mlContext.Data.LoadCheXpert("CheXpert-v1.0-small", CheXpertView.Frontal);
        /// var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label", "View")
        ///     .Append(mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224))
        ///     .Append(mlContext.MulticlassClassification.Trainers.ImageTransferLearning(samplingKeyColumnName: "Patient"));
        /// var model = pipeline.Fit(images);
        /// mlContext.Model.Save(model, images.Schema, "model.zip");
        /// </code>
        /// </example>
        public ImageTransferLearningTrainer ImageTransferLearning(
            string labelColumnName = "Label", string featureColumnName = "Image", string backbone = "resnet50", string? weights = "imagenet",
            int epochs = 10, int batchSize = 32, double learningRate = 1e-4, IDataView? validationSet = null, string? samplingKeyColumnName = null) =>
            trainers.ImageTransferLearning(PlainArguments.ToOptions(labelColumnName, featureColumnName, backbone, weights, epochs, batchSize, learningRate, validationSet, samplingKeyColumnName));

        /// <summary>Fine-tunes a pretrained network on images for one of several classes, with all settings.</summary>
        /// <param name="options">The settings.</param>
        /// <exception cref="ArgumentException">A setting is out of range; the message names every one.</exception>
        public ImageTransferLearningTrainer ImageTransferLearning(ImageTransferLearningTrainer.Options options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new(Environments.Of(trainers), PredictionTask.Multiclass, options);
        }
    }
}
