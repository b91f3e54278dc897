using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML;
using MlNetTL.Backbones;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Tests.Data;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Contracts;

/// <summary>What a table of the library has, a pipeline file can name, and it gets just that.</summary>
[TestClass]
public sealed class PipelineNamesTests
{
    public static IEnumerable<object[]> Optimizers => OptimizerTable.All.Names.Select(name => new object[] { name });

    public static IEnumerable<object[]> Schedules => ScheduleTable.All.Names.Select(name => new object[] { name });

    public static IEnumerable<object[]> Losses => LossTable.All.Names.Select(name => new object[] { name });

    public static IEnumerable<object[]> Augmentations => AugmentationTable.All.Names.Select(name => new object[] { name });

    public static IEnumerable<object[]> Steps => ImageSteps.All.Names.Select(name => new object[] { name });

    public static IEnumerable<object[]> Datasets => DatasetTable.All.Names.Select(name => new object[] { name });

    [TestMethod]
    public void PipelinesNameWhatTheTablesHave()
    {
        CollectionAssert.AreEquivalent(OptimizerTable.All.Names.ToArray(), NamesOf<OptimizerKind>());
        CollectionAssert.AreEquivalent(ScheduleTable.All.Names.ToArray(), NamesOf<ScheduleKind>());
        CollectionAssert.AreEquivalent(LossTable.All.Names.ToArray(), NamesOf<LossKind>());
        CollectionAssert.AreEquivalent(MixingTable.All.Names.ToArray(), NamesOf<MixingKind>());
        CollectionAssert.AreEquivalent(Enum.GetNames<TopActivation>(), Enum.GetNames<TopActivationKind>());
        CollectionAssert.AreEquivalent(AugmentationTable.All.Names.ToArray(), NamesOf<AugmentationKind>());
        CollectionAssert.AreEquivalent(Enum.GetNames<ErasingFill>(), Enum.GetNames<ErasingFillKind>());
        CollectionAssert.AreEquivalent(ImageSteps.All.Names.ToArray(), NamesOf<PreprocessKind>());
        CollectionAssert.AreEquivalent(DatasetTable.All.Names.ToArray(), NamesOf<DatasetKind>());
    }

    [TestMethod]
    [DynamicData(nameof(Optimizers))]
    public void AnOptimizerIsMadeWithTheNumbersOfTheFile(string name)
    {
        var settings = new OptimizerSettings(Momentum: 0.25, WeightDecay: 0.125, Nesterov: true, InitialMomentum: 0.75, Beta1: 0.5, Beta2: 0.25, Epsilon: 0.0625);
        var own = name switch
        {
            "sgd" => """, "momentum": 0.25, "nesterov": true""",
            "coolMomentum" => """, "initialMomentum": 0.75""",
            _ => """, "beta1": 0.5, "beta2": 0.25, "epsilon": 0.0625""",
        };
        var pipeline = Parse($$"""
            "training": { "optimizer": { "name": "{{name}}", "weightDecay": {{settings.WeightDecay}}{{own}} } }
            """);
        var made = TrainerOptions.Of(pipeline, "Label", "Image").Optimizer;
        Assert.AreEqual(OptimizerTable.All[name].Defaults.GetType(), made.GetType());
        Assert.AreEqual(settings.WeightDecay, made.WeightDecay);
        foreach (var property in made.GetType().GetProperties())
            if (typeof(OptimizerSettings).GetProperty(property.Name) is { } setting) Assert.AreEqual(setting.GetValue(settings), property.GetValue(made), property.Name);
    }

    [TestMethod]
    [DynamicData(nameof(Schedules))]
    public void AScheduleIsMadeWithEveryNumberOfTheFile(string name)
    {
        var defaults = ScheduleTable.All[name].Defaults;
        Assert.AreEqual(defaults, Made(new JsonObject { ["name"] = name }), "Left out, numbers are those of the schedule.");
        foreach (var parameter in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var other = OtherOf(parameter.GetValue(defaults)!);
            var settings = new JsonObject { ["name"] = name, [JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)] = JsonSerializer.SerializeToNode(other) };
            if (parameter.Name == nameof(ScheduleOptions.WarmupStartFactor)) settings["warmupSteps"] = 1;
            var made = Made(settings);
            Assert.AreEqual(defaults.GetType(), made.GetType());
            Assert.AreEqual(JsonSerializer.Serialize(other), JsonSerializer.Serialize(parameter.GetValue(made)), parameter.Name);
        }

        static ScheduleOptions Made(JsonObject settings)
        {
            var pipeline = Parse($$""" "training": { "gradientClipping": 0.5, "schedule": {{settings.ToJsonString()}} } """);
            Assert.IsEmpty(pipeline.Validate(), string.Join(' ', pipeline.Validate()));
            var options = TrainerOptions.Of(pipeline, "Label", "Image");
            Assert.AreEqual(0.5, options.GradientClipping);
            Assert.IsEmpty(options.Schedule.Problems());
            return options.Schedule;
        }

        static object OtherOf(object value) => value switch
        {
            int number => number + 1,
            double number => (number + 0.25) / 2,
            _ => new[] { 0.5, 2 },
        };
    }

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void ALossIsMadeWithEveryNumberOfTheFile(string name)
    {
        var defaults = LossTable.All[name].Defaults;
        Assert.AreEqual(defaults, LossOf($$"""{ "name": "{{name}}" }"""), "Left out, numbers are those of the loss.");
        var parameters = defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();
        var json = new JsonObject { ["name"] = name };
        foreach (var parameter in parameters) json[JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)] = JsonValue.Create(Wanted(parameter));
        var made = LossOf(json.ToJsonString());
        Assert.AreEqual(defaults.GetType(), made.GetType());
        foreach (var parameter in parameters) Assert.AreEqual(Wanted(parameter), parameter.GetValue(made), parameter.Name);
        // A number of another loss would be left unread.
        var settings = Parsed(json.ToJsonString()).Training.Loss;
        foreach (var property in typeof(LossSettings).GetProperties().Where(property => property.PropertyType == typeof(double?)))
            Assert.AreEqual(parameters.Any(parameter => parameter.Name == property.Name), property.GetValue(settings) is not null, property.Name);
        foreach (var other in Enum.GetValues<LossKind>().Where(other => other != settings.Name && parameters.Length > 0))
        {
            json["name"] = JsonNamingPolicy.CamelCase.ConvertName($"{other}");
            var problems = Assert.ThrowsExactly<PipelineException>(() => LossOf(json.ToJsonString())).Message;
            foreach (var parameter in parameters) StringAssert.Contains(problems, $"training.loss.{JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)} belongs to {name} only.");
        }

        double Wanted(PropertyInfo parameter) => (double)(parameter.GetValue(defaults) ?? 0.5) / 2 + 0.0625;
        LossOptions LossOf(string loss) => TrainerOptions.Of(Parsed(loss), "Label", "Image").Loss!;
        // In a task that it is for.
        Pipeline Parsed(string loss) => defaults.ProblemFor(PredictionTask.Regression) is null
            ? Parse($$""" "training": { "loss": {{loss}} } """, """ "dataset": "eyepacs" """, """ "kind": "regression" """) : Parse($$""" "training": { "loss": {{loss}} } """);
    }

    [TestMethod]
    public void GradesAndNumbersReachTheTrainerAndWhatDoesNotFitIsSaid()
    {
        const string Grades = """ "dataset": "eyepacs" """;
        var options = TrainerOptions.Of(Parse(""" "training": { "metric": "accuracy" } """, Grades, """ "kind": "ordinal", "importanceWeights": [1, 2, 3, 4], "labels": ["0", "1", "2", "3", "4"] """), "Class", "Image");
        Assert.AreEqual((OrdinalMethod.Coral, ValidationMetric.Accuracy, null), (options.OrdinalMethod, options.Metric, options.Loss));
        CollectionAssert.AreEqual(new double[] { 1, 2, 3, 4 }, options.ImportanceWeights!.ToArray());
        var cut = TrainerOptions.Of(Parse(""" "training": { "loss": { "name": "huber", "delta": 2 } } """, Grades, """ "kind": "ordinal", "method": "cutPoints" """), "Class", "Image");
        Assert.AreEqual((OrdinalMethod.CutPoints, ValidationMetric.Default, new Huber(2)), (cut.OrdinalMethod, cut.Metric, cut.Loss));
        CollectionAssert.AreEquivalent(Enum.GetNames<OrdinalMethod>(), Enum.GetNames<OrdinalMethodKind>());
        CollectionAssert.AreEquivalent(Enum.GetNames<ValidationMetric>(), Enum.GetNames<MetricKind>().Append(nameof(ValidationMetric.Default)).ToArray());
        const string Csv = """ "dataset": "csv", "csv": "list.csv", "valueColumn": "age" """;
        foreach (var (more, data, task, problem) in new[]
                 {
                     ("", Csv, """ "kind": "ordinal" """, "data.valueColumn must be absent unless 'task.kind' is regression. Received: 'age'."),
                     ("", Csv, """ "kind": "regression", "labels": ["age"] """, "task.labels must be empty for a regression: 'data.valueColumn' names the number. Received: 'age'."),
                     ("", """ "dataset": "csv", "csv": "list.csv" """, """ "kind": "regression" """, "data.valueColumn must name the column with the number"),
                     ("", Csv + """, "labelColumn": "grade" """, """ "kind": "regression" """, "Received: 'both'."),
                     ("", """ "dataset": "phantoms" """, """ "kind": "regression" """, "task.kind must be binary or multiLabel for 'phantoms', whose images have no number."),
                     ("", """ "dataset": "phantoms" """, """ "kind": "ordinal" """, "task.kind must be binary or multiLabel for 'phantoms'"),
                     ("", Grades, """ "kind": "multiclass", "method": "coral" """, "task.method belongs to 'kind' ordinal only."),
                     ("", Grades, """ "kind": "ordinal", "method": "cutPoints", "importanceWeights": [1] """, "task.importanceWeights belong to 'kind' ordinal by coral only."),
                     ("", Grades, """ "kind": "ordinal", "importanceWeights": [0] """, "task.importanceWeights must lie above 0."),
                     (""" "training": { "classWeights": "balanced" } """, Csv, """ "kind": "regression" """, "training.classWeights must be none for a regression"),
                     (""" "training": { "metric": "quadraticKappa" } """, Csv, """ "kind": "regression" """, "training.metric must be one that a task of kind"),
                     (""" "training": { "loss": { "name": "focal" } } """, Csv, """ "kind": "regression" """, "training.loss.name must be squaredError, absoluteError or huber where a number is trained on"),
                     (""" "training": { "loss": { "name": "huber" } } """, Grades, """ "kind": "ordinal" """, "training.loss.name must be one of labels or classes"),
                     (""" "training": { "loss": { "name": "huber", "delta": 0 } } """, Csv, """ "kind": "regression" """, "training.loss.delta must be above 0. Received: 0."),
                 })
            StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => Parse(more, data, task)).Message, problem);
    }

    [TestMethod]
    public void ATopAndWeightsByEffectiveNumberReachTheTrainer()
    {
        var options = TrainerOptions.Of(Parse("""
            "model": { "top": [8, 4], "topActivation": "gelu", "topDropout": 0.25, "topBatchNorm": true }, "training": { "classWeights": "effectiveNumber", "effectiveNumberBeta": 0.75 }
            """), "Label", "Image");
        Assert.AreEqual(new Top(1, [8, 4], TopActivation.Gelu, 0.25, true), options.TopOf(1));
        Assert.AreEqual((ClassWeighting.EffectiveNumber, 0.75), (options.ClassWeighting, options.EffectiveNumberBeta));
        var plain = TrainerOptions.Of(Parse(""), "Label", "Image");
        Assert.AreEqual(new Top(1), plain.TopOf(1));
        Assert.AreEqual(new ImageTransferLearningTrainer.Options().EffectiveNumberBeta, plain.EffectiveNumberBeta);
        foreach (var (more, problem) in new[]
                 {
                     (""" "model": { "topDropout": 0.5 } """, "model.topDropout needs hidden layers in 'model.top' to follow. Received: 0.5."),
                     (""" "model": { "topActivation": "gelu" } """, "model.topActivation needs hidden layers in 'model.top' to follow. Received: 'gelu'."),
                     (""" "model": { "topBatchNorm": true } """, "model.topBatchNorm needs hidden layers in 'model.top' to follow."),
                     (""" "model": { "top": [4], "topDropout": 1 } """, "model.topDropout must be at least 0 and below 1. Received: 1."),
                     (""" "training": { "effectiveNumberBeta": 0.5 } """, "training.effectiveNumberBeta belongs to 'classWeights' or 'labelWeights' effectiveNumber only. Received: 0.5."),
                     (""" "training": { "loss": { "name": "focal", "gamma": -1 } } """, "training.loss.gamma must be at least 0. Received: -1."),
                 })
            StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => Parse(more)).Message, problem);
    }

    [TestMethod]
    [DynamicData(nameof(Augmentations))]
    public void AnAugmentationIsMadeWithEveryNumberOfTheFile(string kind)
    {
        var row = AugmentationTable.All[kind];
        Assert.AreEqual(row.Default, PipelineChain.Policy(Parse($$"""  "augmentation": [{ "kind": "{{kind}}" }] """)).Steps.Single(), "Left out, numbers are those of the step.");
        var parameters = row.Default.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var json = new JsonObject { ["kind"] = kind };
        foreach (var parameter in parameters) json[JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)] = JsonSerializer.SerializeToNode(Other(parameter.GetValue(row.Default)!), s_names);
        var made = PipelineChain.Policy(Parse($""" "augmentation": [{json.ToJsonString()}] """)).Steps.Single();
        Assert.AreEqual(row.Default.GetType(), made.GetType());
        foreach (var parameter in parameters) Assert.AreEqual(Other(parameter.GetValue(row.Default)!), parameter.GetValue(made), parameter.Name);
        made.Validate();
    }

    [TestMethod]
    [DynamicData(nameof(Steps))]
    public void AStepIsTakenWithEveryNumberOfTheFileAndComesBackFromAModel(string kind)
    {
        var row = ImageSteps.All[kind];
        Assert.AreEqual(row.Default, StepOf($$"""{ "kind": "{{kind}}" }"""), "Left out, numbers are those of the step.");
        var parameters = row.Default.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();
        var json = new JsonObject { ["kind"] = kind };
        foreach (var parameter in parameters) json[JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)] = JsonValue.Create(Near(parameter.GetValue(row.Default)!));
        var made = StepOf(json.ToJsonString());
        Assert.AreEqual(row.Default.GetType(), made.GetType());
        foreach (var parameter in parameters) Assert.AreEqual(Near(parameter.GetValue(row.Default)!), parameter.GetValue(made), parameter.Name);
        Assert.AreEqual(made, PreprocessStep.Of(made).ToStep());

        ImageStep StepOf(string step)
        {
            var pipeline = Parse($$""" "image": { "preprocess": [{{step}}] } """);
            Assert.AreEqual(pipeline.Image.ToDecodeSettings(), PipelineChain.Loading(pipeline.Image).Decode);
            return pipeline.Image.ToDecodeSettings().Preprocess!.Steps.Single();
        }
    }

    [TestMethod]
    [DynamicData(nameof(Datasets))]
    public void ADataSetIsReadWithTheSettingsOfTheFile(string name)
    {
        using var folder = new TemporaryFolder();
        // Their labels are their own.
        if (PatchDataPipelines.Check(name, folder)) return;
        var before = Environment.GetEnvironmentVariable("MLNETTL_CACHE");
        Environment.SetEnvironmentVariable("MLNETTL_CACHE", folder["cache"]);
        try
        {
            var pipeline = Parse("", Data(name, folder), name switch
            {
                "eyepacs" => """ "kind": "binary", "labels": ["grade >= 2"] """,
                "folders" => """ "kind": "multiclass" """,
                _ => Edema,
            });
            var problems = pipeline.Validate();
            Assert.IsEmpty(problems, string.Join(' ', problems));
            var table = new PipelineSource(new MLContext(1), pipeline, null, CancellationToken.None).Read("train", pipeline.Data.Train);
            CollectionAssert.AreEqual(pipeline.Task.Labels.ToArray(), table.LabelNames.ToArray());
            Assert.AreEqual(3, table.Rows.Select(row => row.Patient).Distinct().Count());
            Assert.IsTrue(table.HasPatients);
            foreach (var row in table.Rows) Assert.Contains(name is "phantoms" or "chexpert" ? "frontal" : "scan", row.Path);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLNETTL_CACHE", before);
        }
    }

    [TestMethod]
    public void EveryStageCanBeNamedAndReachesTheTrainer()
    {
        foreach (var stage in Backbone.StageNames.SkipLast(1))
        {
            var options = TrainerOptions.Of(Parse($$"""
                "model": { "weights": "imagenet", "freezeUpTo": "{{stage}}", "normalization": "trainingImages" }, "training": { "unfreezeEvery": 3, "stageLearningRateFactor": 0.5 }
                """), "Label", "Image");
            Assert.AreEqual((stage, Normalization.TrainingImages, 3, 0.5), (options.FreezeUpTo, options.Normalization, options.UnfreezeEvery, options.StageLearningRateFactor));
            options.Validate(null);
        }
        var plain = TrainerOptions.Of(Parse(""), "Label", "Image");
        Assert.AreEqual((null, Normalization.Weights, null, 1.0), (plain.FreezeUpTo, plain.Normalization, plain.UnfreezeEvery, plain.StageLearningRateFactor));
    }

    // Three patients to train on, and more of everything that the settings must keep out.
    private static string Data(string name, TemporaryFolder folder)
    {
        switch (name)
        {
            case "phantoms":
                return """ "view": "frontal", "dataset": "phantoms", "train": ["valid"], "phantoms": { "trainPatients": 5, "validPatients": 3, "size": 32, "seed": 9 } """;
            case "chexpert":
                ChestPhantoms.WriteTo(folder["chest"], new PhantomOptions(5, 3, 32));
                return $""" "view": "frontal", "dataset": "chexpert", "train": ["valid"], "folder": {JsonSerializer.Serialize(folder["chest"])} """;
            case "chestxray14":
                ChestXray14Miniature.Write(folder["scans"], trainPatients: 3, testPatients: 2, size: 8);
                return $""" "dataset": "chestxray14", "train": ["trainVal"], "test": ["test"], "folder": {JsonSerializer.Serialize(folder["scans"])} """;
            case "eyepacs":
                EyePacsMiniature.Write(folder["scans"], trainPatients: 3, testPatients: 2, size: 8);
                return $""" "dataset": "eyepacs", "train": ["train"], "test": ["privateTest"], "folder": {JsonSerializer.Serialize(folder["scans"])} """;
            case "folders":
                foreach (var file in new[] { "train/ill/p1_a", "train/ill/p1_b", "train/well/p2_a", "train/well/p3_a", "test/ill/p4_a" })
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(folder[$"scans/{file}"])!);
                    File.WriteAllBytes(folder[$"scans/{file}.png"], []);
                }
                return $$""" "dataset": "folders", "train": ["train"], "patientPattern": "^(p[0-9])_", "folder": {{JsonSerializer.Serialize(folder["scans"])}} """;
            case "csv":
                File.WriteAllLines(folder["list.csv"], ["scan,Edema,who,part", "scan1.png,1,a,x", "scan2.png,0,b,x", "scan3.png,1,c,x", "scan4.png,1,d,y"]);
                return $"""
                    "dataset": "csv", "folder": {JsonSerializer.Serialize(folder.Path)}, "csv": "list.csv", "pathColumn": "scan", "labelColumn": "Edema",
                    "patientColumn": "who", "splitColumn": "part", "train": ["x"]
                    """;
            default:
                throw new NotSupportedException($"A new data set needs a small one of its kind here, to be read through a pipeline file. Received: {name}.");
        }
    }

    private static readonly JsonSerializerOptions s_names = new() { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static object Other(object value) => value switch
    {
        bool flag => !flag,
        0.0 => 0.25,
        double number => number / 2,
        int number => number + 2,
        ErasingFill.Zero => ErasingFill.Noise,
        _ => throw new NotSupportedException($"A parameter of type {value.GetType()} needs another value than its default here."),
    };

    // Another value that is still in range.
    private static object Near(object value) => value switch
    {
        int number => (object)(number - 1),
        double number => number - number / 64,
        _ => throw new NotSupportedException($"A parameter of type {value.GetType()} needs another value than its default here."),
    };

    private static string[] NamesOf<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private const string Edema = """ "kind": "binary", "labels": ["Edema"] """;

    private static Pipeline Parse(string more, string data = """ "dataset": "phantoms" """, string task = Edema) => PipelineFile.Parse($$"""
        { "name": "a", "data": { {{data}} }, "task": { {{task}} }{{(more.Length > 0 ? "," : "")}} {{more}} }
        """);
}
