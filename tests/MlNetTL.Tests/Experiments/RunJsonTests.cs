using System.Text.Json.Nodes;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class RunJsonTests
{
    [TestMethod]
    [DataRow(TaskKind.Binary, new[] { "Edema" })]
    [DataRow(TaskKind.MultiLabel, new[] { "Edema", "Fracture" })]
    [DataRow(TaskKind.Multiclass, new[] { "normal", "bacteria", "virus" })]
    public void WhatIsWrittenReadsBackAlike(TaskKind kind, string[] names)
    {
        var result = MadeUpRuns.Make(kind, names, images: 60, withTest: true);
        var text = RunJson.Write(result);
        var back = RunJson.Read(text);
        Assert.AreEqual(text, RunJson.Write(back));
        Assert.AreEqual(result.Evaluations[1].AreaUnderRocCurve, back.Evaluations[1].AreaUnderRocCurve);
        Assert.AreEqual(result.History[3], back.History[3]);
    }

    [TestMethod]
    public void NamesTheSetItsSizeWhatWasLeftOutAndTheIntervals()
    {
        var json = JsonNode.Parse(RunJson.Write(MadeUpRuns.Make(TaskKind.MultiLabel, ["Edema", "Fracture"], images: 60)))!;
        var evaluation = json["evaluations"]![0]!;
        Assert.AreEqual("validation", evaluation["set"]!.GetValue<string>());
        Assert.IsTrue(evaluation["choseBestEpoch"]!.GetValue<bool>());
        Assert.AreEqual(60, evaluation["images"]!.GetValue<int>());
        Assert.AreEqual(30, evaluation["patients"]!.GetValue<int>());
        Assert.AreEqual(1, evaluation["labels"]!["unscored"]!.GetValue<int>());
        Assert.IsGreaterThan(0, evaluation["labels"]!["labels"]![0]!["unknown"]!.GetValue<int>());
        var area = evaluation["labels"]!["labels"]![0]!["areaUnderRocCurve"]!.GetValue<double>();
        Assert.IsLessThan(area, evaluation["labels"]!["labels"]![0]!["areaUnderRocCurveInterval"]!["low"]!.GetValue<double>());
        Assert.AreEqual(64, json["provenance"]!["weightsSha256"]!.GetValue<string>().Length);
        Assert.AreEqual("5.0.1", json["provenance"]!["versions"]!["ML.NET"]!.GetValue<string>());
    }

    [TestMethod]
    public void AFileFromBeforeTheWeightsWereDescribedIsRead()
    {
        var json = JsonNode.Parse(RunJson.Write(MadeUpRuns.Make(TaskKind.Binary, ["Edema"], images: 60)))!;
        Assert.AreEqual("BSD-3-Clause", RunJson.Read(json.ToJsonString()).Provenance.Pretrained!.Licence);
        json["provenance"]!.AsObject().Remove("pretrained");
        json["provenance"]!.AsObject().Remove("normalization");
        foreach (var (part, settings) in new[] { ("model", new[] { "freezeUpTo", "normalization" }), ("training", ["unfreezeEvery", "stageLearningRateFactor"]) })
            foreach (var setting in settings) json["pipeline"]![part]!.AsObject().Remove(setting);
        var old = RunJson.Read(json.ToJsonString());
        Assert.IsNull(old.Provenance.Pretrained);
        Assert.AreEqual(1, old.Pipeline.Training.StageLearningRateFactor);
    }

    [TestMethod]
    public void FiguresThatAreNotDefinedAreNull()
    {
        EvaluationRow[] rows = [new("a", null, [1], [0.5f]), new("b", null, [1], [0.7f])];
        var json = JsonNode.Parse(RunJson.Write(EvaluationResult.Compute("test", TaskKind.Binary, ["x"], rows, choseBestEpoch: false)))!;
        Assert.IsNull(json["areaUnderRocCurve"]);
        Assert.IsTrue(json.AsObject().ContainsKey("areaUnderRocCurve"));
    }
}
