using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Cli;

/// <summary>Trials that differ in the policy for uncertain labels alone: the same patients in each set, measured by the same truths.</summary>
[TestClass]
public sealed class UncertainSplitTests : IDisposable
{
    private static readonly string[] s_policies = [.. Enum.GetNames<UncertainPolicy>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName)];

    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    [DataRow(""", "validationFraction": 0.3 """)]
    [DataRow(""", "split": { "test": 0.25, "validation": 0.25 } """)]
    [DataRow(""", "split": { "folds": 4 } """)]
    [DataRow(""", "split": { "test": 0.25, "stratify": false, "by": "image" } """)]
    public void APolicyMovesNoPatient(string data)
    {
        foreach (var task in new[] { """ "kind": "binary", "labels": ["Edema"] """, """ "kind": "multiLabel", "labels": ["Edema", "Effusion"] """ })
        {
            var sets = s_policies.Select(policy => (Policy: policy, Data: PipelineData.Load(new MLContext(1), PipelineFile.Read(HospitalCsv.Write(_runs, data, $"{task}, \"uncertain\": \"{policy}\"")), null, default))).ToArray();
            string[] Patients(ImageTable? table) => [.. table?.Rows.Select(row => row.Patient).Distinct() ?? []];
            var all = sets.Single(pair => pair.Policy == "ones").Data;
            foreach (var (policy, found) in sets)
            {
                CollectionAssert.AreEqual(Patients(all.Validation), Patients(found.Validation), $"{policy} {task}");
                CollectionAssert.AreEqual(Patients(all.Test), Patients(found.Test), $"{policy} {task}");
                CollectionAssert.AreEqual(all.Validation!.Rows.Select(row => row.Path).ToArray(), found.Validation!.Rows.Select(row => row.Path).ToArray());
                var known = all.Train.Rows.Where(row => policy != "ignore" || row.Labels.Any(label => label is 0 or 1)).Select(row => row.Path).ToArray();
                CollectionAssert.AreEqual(known, found.Train.Rows.Select(row => row.Path).ToArray(), $"{policy} {task}");
            }
        }
    }

    // What a run reports of its kept epoch is what it reports of the model: by AUC, the mean over labels.
    [TestMethod]
    [DataRow(""" "kind": "multiLabel", "labels": ["Cardiomegaly", "Pleural Effusion", "Support Devices"] """)]
    [DataRow(""" "kind": "binary", "labels": ["Cardiomegaly"] """)]
    public void TheKeptEpochIsMeasuredAsTheModelIs(string task)
    {
        var measured = new HashSet<string>();
        foreach (var policy in s_policies)
        {
            var file = _runs.Write("pipeline.json", $$"""
                {
                  "name": "tiny",
                  "data": { "dataset": "phantoms", "view": "frontal", "validationFraction": 0.4, "phantoms": { "trainPatients": 60, "validPatients": 4, "size": 48 } },
                  "task": { {{task}}, "blank": "negative", "uncertain": "{{policy}}" },
                  "image": { "size": 32, "channels": 1 },
                  "training": { "batchSize": 16, "epochs": 1 }
                }
                """);
            var train = CommandLine.Run("train", file, "--output", _runs[policy]);
            Assert.AreEqual(0, train.ExitCode, train.Error);
            var result = RunJson.Read(File.ReadAllText(_runs[$"{policy}/metrics.json"]));
            Assert.AreEqual(result.Evaluations.Single().AreaUnderRocCurve, result.History[result.BestEpoch!.Value].Metric, 1e-6, policy);
            // Path, patient and truths, without the scores.
            measured.Add(string.Join('\n', File.ReadAllLines(_runs[$"{policy}/predictions.validation.csv"]).Skip(1).Select(line => string.Join(',', line.Split(',').Where((_, i) => i < 2 + result.Evaluations[0].Names.Count)))));
        }
        Assert.HasCount(1, measured, "Under every policy the same images must be measured by the same truths.");
        Assert.IsTrue(measured.Single().Split('\n').Length > 10);
    }

    [TestMethod]
    public void ClassesThatTheTaskDoesNotNameAreWarnedOf()
    {
        var pipeline = PipelineFile.Read(HospitalCsv.Write(_runs, """, "labelColumn": "class", "splitColumn": "part", "train": ["old"], "test": ["new"] """, """ "kind": "multiclass", "labels": ["a", "c"] """));
        // A fifth of 180 and of 60 images are of class b.
        CollectionAssert.AreEqual(new[]
        {
            "The train images have a class that is not in task.labels: 'b' (36). They are left out, as if they had no label. Name it in task.labels, or leave it empty for all classes.",
            "The test images have a class that is not in task.labels: 'b' (12). They are left out, as if they had no label. Name it in task.labels, or leave it empty for all classes.",
        }, PipelineData.Load(new MLContext(1), pipeline, null, default).Notes!.ToArray());
        var all = PipelineData.Load(new MLContext(1), pipeline with { Task = pipeline.Task with { Labels = ["b", "a"] } }, null, default);
        Assert.IsNull(all.Notes);
    }
}
