using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;
using MlNetTL.Training;

namespace MlNetTL.Tests.Cli;

/// <summary>Uncertain labels and label trees in pipelines, from the file to the model.</summary>
[TestClass]
public sealed class UncertainRunTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void SelfTrainingTakesTheFirstModelsGuessesForUncertainTrainingLabelsAlone()
    {
        var file = Pipeline(""" "uncertain": "selfTrained", "uncertainByLabel": { "Edema": "zeros" } """, epochs: 1);
        var train = CommandLine.Run("train", file, "--output", _runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        StringAssert.Contains(train.Out, "First a model is trained that ignores the uncertain labels");
        CollectionAssert.AreEqual(new[] { "uncertain ignored: all", "all" }, File.ReadAllLines(_runs["run/history.csv"]).Skip(1).Select(line => line.Split(',')[0]).ToArray());

        var mlContext = new MLContext(1);
        var pipeline = PipelineFile.Read(file);
        var data = PipelineData.Load(mlContext, pipeline, null, default);
        string[] labels = ["Cardiomegaly", "Edema", "Pleural Effusion"];
        CollectionAssert.AreEqual(labels, data.Train.LabelNames.ToArray());
        Assert.IsTrue(data.Validation!.Rows.Any(row => row.Labels[0] == -1), "Validation images must have uncertain labels, too.");
        var guesses = mlContext.Model.Load(_runs["run/first-model.zip"], out _).Transform(mlContext.Data.LoadFromEnumerable(data.Train.Rows.Select(row => new Picture { Path = row.Path }))).GetColumn<float[]>("Score").ToArray();

        // Each guess stands in the file, and where the label was uncertain.
        var written = File.ReadAllLines(_runs["run/soft-labels.csv"]).Skip(1).Select(line => line.Split(',')).ToDictionary(fields => fields[0], fields => fields[1..]);
        CollectionAssert.AreEqual(data.Train.Rows.Where(row => row.Labels.Contains(-1)).Select(row => row.Path).ToArray(), written.Keys.ToArray());
        var soft = data.Train.Rows.Select((row, i) => (row, guesses[i])).ToArray();
        foreach (var (row, guess) in soft.Where(pair => written.ContainsKey(pair.row.Path)))
            for (var i = 0; i < 3; i++)
                if (row.Labels[i] == -1 && i != 1) Assert.AreEqual(guess[i], float.Parse(written[row.Path][i], CultureInfo.InvariantCulture), 1e-6f);
                else Assert.AreEqual("", written[row.Path][i]);

        // What the second model is trained and validated on.
        var taught = data.Train with { Rows = [.. soft.Select(pair => pair.row.With(pair.Item2))] };
        var inputs = PipelineChain.Inputs(mlContext, pipeline, labels).Fit(taught.ToView(mlContext));
        foreach (var ((row, guess), targets) in soft.Zip(inputs.Transform(taught.ToView(mlContext)).GetColumn<float[]>("Targets")))
            for (var i = 0; i < 3; i++) Assert.AreEqual(row.Labels[i] != -1 ? float.IsNaN(row.Labels[i]) ? 0 : row.Labels[i] : i == 1 ? 0 : guess[i], targets[i]);
        foreach (var (row, targets) in data.Validation.Rows.Zip(inputs.Transform(data.Validation.ToView(mlContext)).GetColumn<float[]>("Targets")))
            for (var i = 0; i < 3; i++) Assert.AreEqual(row.Labels[i] != -1 ? float.IsNaN(row.Labels[i]) ? 0 : row.Labels[i] : i == 1 ? 0 : float.NaN, targets[i]);
    }

    // Cut off in the first training, and in the second.
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void ASelfTrainingThatWasCutOffGoesOnToTheSameFigures(int training)
    {
        var file = Pipeline(""" "uncertain": "selfTrained" """, epochs: 2);
        using var cancel = new CancellationTokenSource();
        using var output = new CountingWriter("Epoch 1 of 2", training, cancel.Cancel);
        Assert.AreEqual(130, CommandLine.Run(output, cancel.Token, "train", file, "--output", _runs["run"]).ExitCode);
        Assert.AreEqual(training == 2, File.Exists(_runs["run/first-model.zip"]));
        var resumed = CommandLine.Run("resume", _runs["run"]);
        Assert.AreEqual(0, resumed.ExitCode, resumed.Error);
        Assert.AreEqual(0, CommandLine.Run("train", file, "--output", _runs["whole"]).ExitCode);
        foreach (var name in new[] { "soft-labels.csv", "predictions.validation.csv" })
            Assert.AreEqual(File.ReadAllText(_runs[$"whole/{name}"]), File.ReadAllText(_runs[$"run/{name}"]), name);
        Assert.AreEqual(5, File.ReadAllLines(_runs["run/history.csv"]).Length);
    }

    [TestMethod]
    public void AnUncertainClassIsTrainedAndMeasured()
    {
        var result = Train(Pipeline(""" "uncertain": "multiClass" """, epochs: 1));
        Assert.IsTrue(result.Evaluations.Single().AreaUnderRocCurve is > 0 and < 1);
        using var model = SavedModel.Load(new MLContext(1), _runs["run"]);
        Assert.AreEqual((true, 9), (model.Description.UncertainIsClass, model.Description.Outputs));
    }

    [TestMethod]
    public void AHierarchyIsTrainedInTwoStagesAndNoChildIsAboveItsParent()
    {
        var result = Train(TreePipeline("ones", epochs: 3));
        CollectionAssert.AreEqual(new[] { "conditional", "conditional", "head" }, result.History.Select(epoch => epoch.Phase).ToArray());
        Assert.AreEqual(2, result.BestEpoch);
        var rows = File.ReadAllLines(_runs["run/predictions.validation.csv"]).Skip(1).Select(line => line.Split(',')[^3..].Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        Assert.IsTrue(rows.Length > 0 && rows.All(row => row[0] <= row[1]) && rows.Any(row => row[0] < row[1]));
        using var model = SavedModel.Load(new MLContext(1), _runs["run"]);
        CollectionAssert.AreEqual(new[] { 1, -1, -1 }, model.Description.Parents!.ToArray(), string.Join(' ', model.Description.TrainedLabels));
        Assert.AreEqual(0, CommandLine.Run("evaluate", _runs["run"], "--output", _runs["again"]).ExitCode);
    }

    // P(child | parent) = P(child) / P(parent) of the first model, where the parent is known.
    [TestMethod]
    public void GuessesDownATreeAreGivenTheLabelsThatAreKnown()
    {
        // Few children are uncertain.
        var file = TreePipeline("selfTrained", epochs: 2, patients: 90);
        Train(file);
        var mlContext = new MLContext(1);
        var rows = PipelineData.Load(mlContext, PipelineFile.Read(file), null, default).Train;
        string[] labels = ["Edema", "Lung Opacity"];
        var (edema, opacity) = (rows.LabelNames.ToList().IndexOf(labels[0]), rows.LabelNames.ToList().IndexOf(labels[1]));
        var guesses = mlContext.Model.Load(_runs["run/first-model.zip"], out _).Transform(mlContext.Data.LoadFromEnumerable(rows.Rows.Select(row => new Picture { Path = row.Path }))).GetColumn<float[]>("Score").ToArray();
        var written = File.ReadAllLines(_runs["run/soft-labels.csv"]).Skip(1).Select(line => line.Split(',')).ToDictionary(fields => fields[0], fields => fields[1..]);
        var known = new HashSet<bool>();
        foreach (var (row, guess) in rows.Rows.Zip(guesses).Where(pair => pair.First.Labels[edema] == -1))
        {
            known.Add(row.Labels[opacity] == 1);
            Assert.AreEqual(row.Labels[opacity] == 1 ? guess[0] / guess[1] : guess[0], float.Parse(written[row.Path][0], CultureInfo.InvariantCulture), 1e-5f);
        }
        Assert.HasCount(2, known, "There must be uncertain children under known parents and under others.");
    }

    [TestMethod]
    public void StudiesAreMeasuredBesideImages()
    {
        var file = _runs.Write("studies.json", Json("").Replace("\"view\": \"frontal\"", "\"view\": \"all\"", StringComparison.Ordinal)
            .Replace("\"epochs\": 3 }", "\"epochs\": 1 }, \"output\": { \"study\": \"max\" }", StringComparison.Ordinal));
        var result = Train(file);
        var (images, studies) = (result.Evaluations.Single(), result.Evaluations.Single().Studies!);
        var paths = File.ReadAllLines(_runs["run/predictions.validation.csv"]).Skip(1).Select(line => Path.GetDirectoryName(line.Split(',')[0])!).ToArray();
        Assert.AreEqual(paths.Length, images.Images);
        Assert.AreEqual(paths.Distinct().Count(), studies.Studies);
        Assert.IsLessThan(images.Images, studies.Studies);
        Assert.AreEqual(0, CommandLine.Run("evaluate", _runs["run"], "--split", "train", "--output", _runs["again"]).ExitCode);
        var again = RunJson.Read(File.ReadAllText(_runs["again/metrics.json"])).Evaluations.Single();
        Assert.IsLessThan(again.Images, again.Studies!.Studies);
    }

    [TestMethod]
    public void SettingsReachTheTrainer()
    {
        var pipeline = PipelineFile.Parse(Json(""" "hierarchy": true, "headEpochs": 2, "uncertain": "ones", "uncertainByLabel": { "Edema": "multiClass" } """, 5, """ "Edema", "Lung Opacity" """));
        var options = TrainerOptions.Of(pipeline, "Targets", "Image");
        Assert.AreEqual((CheXpertLabels.Tree, 2, 3, true), (options.Hierarchy, options.HeadEpochs, options.ConditionalEpochs, options.UncertainIsClass));
        Assert.IsTrue(TrainerOptions.Of(PipelineFile.Parse(Json(""" "hierarchy": true, "uncertain": "selfTrained" """, 5, """ "Edema", "Lung Opacity" """)), "Targets", "Image").SoftLabelsAreProducts);
        Assert.IsFalse(options.SoftLabelsAreProducts);
        Assert.IsTrue(pipeline.Task.Propagates, "A tree's labels obey it unless the file says otherwise.");
        var plain = TrainerOptions.Of(PipelineFile.Parse(Json("")), "Targets", "Image");
        var defaults = new ImageTransferLearningTrainer.Options();
        Assert.AreEqual((defaults.Hierarchy, defaults.HeadEpochs, defaults.UncertainIsClass), (plain.Hierarchy, plain.HeadEpochs, plain.UncertainIsClass));
        Assert.AreEqual(pipeline.Task.UncertainByLabel!["Edema"], PipelineFile.Parse(PipelineFile.ToJson(pipeline)).Task.UncertainByLabel!["Edema"]);
    }

    [TestMethod]
    [DataRow(""" "uncertainByLabel": { "Edma": "ones" } """, "task.uncertainByLabel must name labels of 'task.labels'. Received: 'Edma'. Did you mean 'Edema'?")]
    [DataRow(""" "uncertainByLabel": { "Edema": "one" } """, "must be one of ignore, zeros, ones, smoothedZeros, smoothedOnes, multiClass, selfTrained. Received: 'one'. Did you mean 'ones'?")]
    [DataRow(""" "uncertainByLabel": ["Edema"] """, "task.uncertainByLabel must be values by name { … }.")]
    [DataRow(""" "uncertain": "multiClass", "uncertainByLabel": { "Edema": "selfTrained" } """, "task.uncertainByLabel must not have multiClass and selfTrained both")]
    [DataRow(""" "hierarchy": true """, "task.hierarchy needs labels of which one is under another in CheXpert's tree, as Edema is under Lung Opacity, or a tree of their own in 'task.tree'. Received: 'Cardiomegaly, Edema, Pleural Effusion'.")]
    [DataRow(""" "hierarchy": true, "uncertain": "selfTrained", "uncertainByLabel": { "Edema": "smoothedOnes" } """, "task.uncertainByLabel must not have smoothedZeros or smoothedOnes beside selfTrained with 'hierarchy'")]
    [DataRow(""" "headEpochs": 1 """, "task.headEpochs belongs to 'hierarchy' only. Received: 1.")]
    [DataRow(""" "headLearningRate": 0.001 """, "task.headLearningRate belongs to 'hierarchy' only. Received: 0.001.")]
    public void WhatCannotBeMeantIsRefused(string task, string problem) =>
        StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => PipelineFile.Parse(Json(task))).Message, problem);

    private string TreePipeline(string uncertain, int epochs, int patients = 40)
    {
        // Phantoms have no sign under another in the tree: one of theirs is called so.
        ChestPhantoms.WriteTo(_runs["chest"], new PhantomOptions(TrainPatients: patients, ValidPatients: 4, Size: 48));
        foreach (var csv in new[] { "train.csv", "valid.csv" })
        {
            var text = File.ReadAllText(_runs[$"chest/{csv}"]);
            File.WriteAllText(_runs[$"chest/{csv}"], text.Replace("Edema", "x").Replace("Pleural Effusion", "Edema").Replace("x,Consolidation", "Pleural Effusion,Consolidation"));
        }
        var pipeline = Json($""" "hierarchy": true, "uncertain": "{uncertain}" """, epochs, labels: """ "Edema", "Lung Opacity", "Cardiomegaly" """);
        return _runs.Write("pipeline.json", pipeline.Replace("\"phantoms\", \"view\"", $"\"chexpert\", \"folder\": {System.Text.Json.JsonSerializer.Serialize(_runs["chest"])}, \"view\"")
            .Replace(""", "phantoms": { "trainPatients": 40, "validPatients": 4, "size": 48 }""", ""));
    }

    private RunResult Train(string file)
    {
        var train = CommandLine.Run("train", file, "--output", _runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        return RunJson.Read(File.ReadAllText(_runs["run/metrics.json"]));
    }

    private string Pipeline(string task, int epochs, string labels = Labels) => _runs.Write("pipeline.json", Json(task, epochs, labels));

    private const string Labels = """ "Cardiomegaly", "Edema", "Pleural Effusion" """;

    private static string Json(string task, int epochs = 3, string labels = Labels) => $$"""
        {
          "name": "tiny",
          "data": { "dataset": "phantoms", "view": "frontal", "validationFraction": 0.4, "phantoms": { "trainPatients": 40, "validPatients": 4, "size": 48 } },
          "task": { "kind": "multiLabel", "labels": [{{labels}}], "blank": "negative"{{(task.Length > 0 ? "," : "")}} {{task}} },
          "image": { "size": 32, "channels": 1 },
          "training": { "batchSize": 16, "epochs": {{epochs}} }
        }
        """;

    private sealed class Picture
    {
        public string Path { get; set; } = "";

        // The chain's label steps ask for it.
        public string Label { get; set; } = "";
    }

    // Calls out when some words were written for the nth time.
    private sealed class CountingWriter(string words, int times, Action reached) : StringWriter
    {
        private int _seen;

        public override void Write(char[] buffer, int index, int count) => Look(() => base.Write(buffer, index, count), new string(buffer, index, count));

        public override void Write(string? value) => Look(() => base.Write(value), value);

        private void Look(Action write, string? text)
        {
            write();
            if (text?.Contains(words) == true && ++_seen == times) reached();
        }
    }
}
