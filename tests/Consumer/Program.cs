// Nothing of MlNetTL is named here: mlContext.Model.Load finds it by itself.
using System.Globalization;
using Microsoft.ML;

var mlContext = new MLContext();
var model = mlContext.Model.Load(args[0], out _);
var engine = mlContext.Model.CreatePredictionEngine<Input, Output>(model);
foreach (var path in args[1..]) Console.WriteLine(engine.Predict(new Input { Path = path }).Probability.ToString("R", CultureInfo.InvariantCulture));

internal sealed class Input
{
    public string Path { get; set; } = "";
}

internal sealed class Output
{
    public float Probability { get; set; }
}
