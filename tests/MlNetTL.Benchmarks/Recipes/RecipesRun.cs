using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Benchmarks.Recipes;

/// <summary>What each ingredient of a recipe brings on few X-rays of paediatric pneumonia (three classes): accuracy on validation images that nothing is trained on,
/// with ResNet-18 from ImageNet weights at 224 px. Only with the test switch are the 450 test images read.</summary>
internal static class RecipesRun
{
    private static readonly string[] s_usual =
    [
        "plain", "plain+dropLast",
        "plain+epochs=30", "plain+cosine", "plain+adamW=0.05", "plain+smooth", "plain+rotate", "plain+crop", "plain+unaugmented", "plain+stageFactor",
        "plain+epochs=30+headFirst", "plain+epochs=30+cosine", "plain+epochs=30+cosine+adamW=0.05", "plain+epochs=30+cosine+adamW=0.05+smooth",
        "plain+epochs=30+ema", "plain+epochs=30+mixup",
        "rule", "rule+noEma", "rule+mixup", "rule+flat", "rule+adam", "rule+unaugmented", "rule+allAtOnce", "rule+smooth", "rule+epochs=60", "rule+rate=0.0003",
    ];

    /// <summary>Runs it and prints a line for each recipe.</summary>
    public static void Run(RecipesArguments arguments)
    {
        // All are read before the first is run: a misspelt one must not come out after an hour.
        var recipes = (arguments.Recipes.Count > 0 ? arguments.Recipes : s_usual).Select(Recipe.Parse).ToList();
        var sets = arguments.Seeds.ToDictionary(seed => seed, seed => new PneumoniaSets(arguments.Shared, seed, arguments.PerClass, arguments.ValidationPerClass));
        var what = arguments.Test ? "test" : "validation";
        Console.WriteLine($"{arguments.PerClass} training images a class; accuracy on the {what} images of seeds {string.Join(", ", arguments.Seeds)}; mean, standard deviation, seconds a seed");
        foreach (var recipe in recipes)
        {
            var trials = arguments.Seeds.Select(seed => Train(arguments, recipe, sets[seed], seed)).ToList();
            var figures = trials.Select(trial => trial.Accuracy).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{recipe.Text,-60} {string.Join(' ', figures.Select(figure => figure.ToString("f3", CultureInfo.InvariantCulture)))}  {figures.Average():f3} ± {Deviation(figures):f3}  {trials.Average(trial => trial.Seconds):f0} s"));
        }
    }

    private static (double Accuracy, double Seconds) Train(RecipesArguments arguments, Recipe recipe, PneumoniaSets sets, int seed)
    {
        var clock = Stopwatch.StartNew();
        var settings = recipe.For(sets.Train.Count);
        settings.Options.Backbone = arguments.Network;
        settings.Options.Weights = Path.Combine(arguments.Shared, "data", "weights", arguments.Weights);
        settings.Options.Seed = seed;
        settings.Options.Device = arguments.Device;
        settings.Options.SamplingKeyColumnName = nameof(Image.Patient);
        var ml = new MLContext(seed);
        var chain = new EstimatorChain<ITransformer>()
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.Transforms.LoadImageTensors("Image", height: 224, width: 224));
        var fitted = settings.Augmentation.Count == 0 ? Fit(chain) : Fit(chain.Append(ml.Transforms.AugmentImages("Image", steps: [.. settings.Augmentation])));
        using (fitted as IDisposable)
        {
            var accuracy = ml.MulticlassClassification.Evaluate(fitted.Transform(ViewOf(ml, sets, arguments.Test ? sets.Test : sets.Validation))).MicroAccuracy;
            return (accuracy, clock.Elapsed.TotalSeconds);
        }

        ITransformer Fit<T>(EstimatorChain<T> before) where T : class, ITransformer =>
            before.Append(ml.MulticlassClassification.Trainers.ImageTransferLearning(settings.Options)).Fit(ViewOf(ml, sets, sets.Train));
    }

    private static IDataView ViewOf(MLContext ml, PneumoniaSets sets, IEnumerable<PneumoniaSets.Row> rows) =>
        ml.Data.LoadFromEnumerable(rows.Select(row => new Image { Path = Path.Combine(sets.Folder, row.Path), Label = row.Label, Patient = row.Patient }));

    // Of the sample: divided by one less than there are.
    private static double Deviation(List<double> values) => values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1));

    private sealed class Image
    {
        public string Path { get; init; } = "";

        public string Label { get; init; } = "";

        public string Patient { get; init; } = "";
    }
}
