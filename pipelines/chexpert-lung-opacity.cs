// Lung Opacity on the frontal images of CheXpert: pipelines/chexpert-lung-opacity.json as ML.NET code.
//
//   dotnet run pipelines/chexpert-lung-opacity.cs -- <folder> [backbone] [weights] [epochs]
//
// <folder> is CheXpert-v1.0-small or CheXpert-v1.0, or the folder around it. [weights] is 'imagenet', a .pth or a .safetensors file, or
// 'none' to train from scratch.
#:project ../src/MlNetTL/MlNetTL.csproj
// ML.NET makes code at run time, which an ahead-of-time compiled program cannot; scripts are such programs unless they say otherwise.
#:property PublishAot=false

using Microsoft.ML;
using MlNetTL.Images;
using MlNetTL;
using MlNetTL.Data;
using MlNetTL.Training;
using MlNetTL.Transforms;

if (args.Length == 0)
{
    Console.Error.WriteLine("The folder of CheXpert must be given: dotnet run pipelines/chexpert-lung-opacity.cs -- <folder> [backbone] [weights] [epochs]");
    return 2;
}

var mlContext = new MLContext(seed: 1);
var train = mlContext.Data.LoadCheXpert(args[0], CheXpertView.Frontal, CheXpertSplit.Train);
var test = mlContext.Data.LoadCheXpert(args[0], CheXpertView.Frontal, CheXpertSplit.Valid);

// Reports seldom mention an opacity that is not there, so a blank counts as negative; 'uncertain' is left out. No flip: it would put the heart on the right.
var pipeline = mlContext.Transforms.MapUncertainLabel("Label", "Labels", "Lung Opacity", UncertainPolicy.Ignore, BlankPolicy.Negative)
    .Append(mlContext.Transforms.LoadImageTensors("Image", height: 224, width: 224, onUnreadable: UnreadableImages.Missing))
    .Append(mlContext.Transforms.AugmentImages("Image", steps: [new RandomCrop(MinimumScale: 0.8), new RandomRotation(MaximumDegrees: 10)]))
    .Append(mlContext.BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
    {
        Backbone = args.ElementAtOrDefault(1) ?? "resnet50",
        Weights = args.ElementAtOrDefault(2) switch { null => "imagenet", "none" => null, var weights => weights },
        Epochs = int.Parse(args.ElementAtOrDefault(3) ?? "20"),
        Patience = 3,
        LearningRate = 1e-4,
        BatchSize = 16,
        ValidationFraction = 0.1,
        SamplingKeyColumnName = "Patient",
        MetricsCallback = epoch => Console.WriteLine(
            $"epoch {epoch.Epoch}: loss {epoch.TrainLoss:F3}, validation loss {epoch.ValidationLoss:F3}, {epoch.MetricName} {epoch.Metric:F3}{(epoch.IsBest ? ", the best so far" : "")}"),
    }));

var model = pipeline.Fit(train);
mlContext.Model.Save(model, train.Schema, "chexpert-lung-opacity.zip");

// valid.csv takes no part in training or in any choice: it is read once, here.
var metrics = mlContext.BinaryClassification.Evaluate(model.Transform(test));
Console.WriteLine($"Test AUC {metrics.AreaUnderRocCurve:F3}, accuracy {metrics.Accuracy:F3}. The model is in chexpert-lung-opacity.zip.");
return 0;
