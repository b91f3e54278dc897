using Microsoft.ML;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training;

namespace MlNetTL;

/// <summary>Transfer learning for grades in order.</summary>
public static class OrdinalImageTrainers
{
    extension(MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers)
    {
        /// <summary>Fine-tunes a pretrained network on images for one of several grades in order, such as the grade of a retinopathy: a call two grades off is worse than one that is one grade off.</summary>
        /// <remarks><c>MulticlassClassification.Evaluate</c> takes the grade with the highest score for the call; <c>PredictedLabel</c>, which <c>MulticlassClassification.EvaluateGrades</c> judges, is the
        /// method's own: by CORAL the grade that as many questions 'above it?' as not are answered with yes below, by cut points the grade that the number falls into.</remarks>
        /// <param name="labelColumnName">The label: a Key, whose order is that of the grades. <c>MapValueToKey</c> with <c>KeyOrdinality.ByValue</c> orders numbers.</param>
        /// <param name="featureColumnName">The image column, made by <c>LoadImageTensors</c>: a vector of Byte or UInt16, [channels, height, width].</param>
        /// <param name="backbone">The network, a name of <see cref="Backbones.BackboneTable"/>, such as resnet18 or resnet50.</param>
        /// <param name="weights">The pretrained weights: 'imagenet', the name of a row, or a path: a .safetensors, .pth or .npz file, a trained model's zip, or its run's folder; null trains from scratch.</param>
        /// <param name="method">CORAL, or a regression with cut points.</param>
        /// <param name="epochs">Passes over the training rows, at least 1.</param>
        /// <param name="batchSize">Images a step, at least 2.</param>
        /// <param name="learningRate">Of Adam; above 0.</param>
        /// <param name="validationSet">Rows that have been through the chain's earlier steps; null holds out a tenth of the training rows.</param>
        /// <param name="samplingKeyColumnName">The column, such as 'Patient', whose rows stay together when validation rows are held out.</param>
        /// <exception cref="ArgumentException">A setting is out of range; the message names every one.</exception>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var images = mlContext.Data.LoadEyePacs("EyePACS", EyePacsSplit.Train);
        /// var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
        ///     .Append(mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224))
        ///     .Append(mlContext.MulticlassClassification.Trainers.ImageOrdinalTransferLearning(samplingKeyColumnName: "Patient"));
        /// var model = pipeline.Fit(images);
        /// mlContext.Model.Save(model, images.Schema, "model.zip");
        /// </code>
        /// </example>
        public ImageTransferLearningTrainer ImageOrdinalTransferLearning(
            string labelColumnName = "Label", string featureColumnName = "Image", string backbone = "resnet50", string? weights = "imagenet", OrdinalMethod method = OrdinalMethod.Coral,
            int epochs = 10, int batchSize = 32, double learningRate = 1e-4, IDataView? validationSet = null, string? samplingKeyColumnName = null)
        {
            var options = PlainArguments.ToOptions(labelColumnName, featureColumnName, backbone, weights, epochs, batchSize, learningRate, validationSet, samplingKeyColumnName);
            options.OrdinalMethod = method;
            return trainers.ImageOrdinalTransferLearning(options);
        }

        /// <summary>Fine-tunes a pretrained network on images for one of several grades in order, with all settings.</summary>
        /// <param name="options">The settings.</param>
        /// <exception cref="ArgumentException">A setting is out of range; the message names every one.</exception>
        public ImageTransferLearningTrainer ImageOrdinalTransferLearning(ImageTransferLearningTrainer.Options options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new(Environments.Of(trainers), PredictionTask.Ordinal, options);
        }
    }
}
