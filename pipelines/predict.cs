// Loads a model that knows one yes or no and asks it about an image:
//
//   dotnet run pipelines/predict.cs -- model.zip image.jpg
#:project ../src/MlNetTL/MlNetTL.csproj
// ML.NET makes code at run time, which an ahead-of-time compiled program cannot; scripts are such programs unless they say otherwise.
#:property PublishAot=false

using Microsoft.ML;

var mlContext = new MLContext();
using var engine = mlContext.Model.CreatePredictionEngine<Image, Prediction>(mlContext.Model.Load(args[0], out _));
var answer = engine.Predict(new Image { Path = Path.GetFullPath(args[1]) });
Console.WriteLine($"{(answer.PredictedLabel ? "yes" : "no")}, probability {answer.Probability:F3}");

internal sealed class Image
{
    public string Path { get; set; } = "";
}

internal sealed class Prediction
{
    public bool PredictedLabel { get; set; }

    public float Probability { get; set; }
}
