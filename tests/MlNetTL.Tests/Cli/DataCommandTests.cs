using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Tests.Data;

namespace MlNetTL.Tests.Cli;

[TestClass]
[DoNotParallelize]
public sealed class DataCommandTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void ImagesAreCountedReadAndComparedWithEachOther()
    {
        var pipeline = HospitalWithImages();
        var run = CommandLine.Run("data", "describe", pipeline, "--images", "--output", _runs["page"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var json = JsonNode.Parse(File.ReadAllText(_runs["page/description.json"]))!;
        Assert.AreEqual("[180,60]", Compact(json["sets"]!, set => set["images"]!));
        Assert.AreEqual("[60,20]", Compact(json["sets"]!, set => set["patients"]!));
        var edema = json["sets"]![0]!["labels"]![0]!;
        Assert.AreEqual("36 18 54 72", $"{edema["present"]} {edema["absent"]} {edema["uncertain"]} {edema["blank"]}");
        var findings = json["findings"]!;
        CollectionAssert.AreEqual(new[] { "images/3.png", "images/4.png" }, findings["unreadable"]!.AsArray().Select(image => (string)image!["path"]!).ToArray());
        CollectionAssert.AreEqual(new[] { "images/5.png" }, findings["blank"]!.AsArray().Select(path => (string)path!).ToArray());
        var doubles = findings["duplicates"]!.AsArray();
        Assert.AreEqual("file images/200.png images/7.png True True, pixels images/8.png images/9.png False True",
            string.Join(", ", doubles.Select(group => $"{group!["kind"]} {string.Join(' ', group["images"]!.AsArray().Select(image => image!["path"]))} {(bool)group["acrossSets"]!} {(bool)group["acrossPatients"]!}")));
        Assert.AreEqual("JPEG 24 24 1 8 237, PNG 24 24 1 8 1", string.Join(", ", findings["kinds"]!.AsArray().Select(kind => Kind(kind!))));
        var html = File.ReadAllText(_runs["page/description.html"]);
        foreach (var part in new[] { "Read with care", "1 image is in several sets at once", "data:image/png;base64,", "The same file, in several sets, of several patients" }) StringAssert.Contains(html, part);
        StringAssert.Contains(run.Out, "2 images are unreadable:");

        static string Kind(JsonNode kind) => $"{kind["format"]} {kind["width"]} {kind["height"]} {kind["bands"]} {kind["bits"]} {kind["images"]}";
        static string Compact(JsonNode list, Func<JsonNode, JsonNode> of) => $"[{string.Join(',', list.AsArray().Select(item => of(item!)))}]";
    }

    [TestMethod]
    public void ReadingImagesCanBeCancelled()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.AreEqual(130, CommandLine.Run(new StringWriter(), cancel.Token, "data", "describe", HospitalWithImages(), "--images", "--output", _runs["page"]).ExitCode);
        Assert.IsFalse(Directory.Exists(_runs["page"]));
    }

    [TestMethod]
    public void WhatDiffersFromThePublishedIsNamedAndFailsTheCommand()
    {
        CheXpertMiniature.Write(_runs["chest"], [CheXpertMiniature.Line(1), CheXpertMiniature.Line(2), CheXpertMiniature.Line(2, study: 2)]);
        var run = CommandLine.Run("data", "verify", "--dataset", "chexpert", "--data", _runs["chest"]);
        Assert.AreEqual(1, run.ExitCode);
        foreach (var part in new[]
        {
            "'train' has 3 images; published are 223,414", "Likely: a part of the data set, 0.0 % of it", "'train' has 2 patients; published are 64,540",
            "'train', 'Edema': present in 0 (published 52,246)", "3 of 3 files are missing: train/patient00001/study1/view1_frontal.jpg", "Likely: the images lie in another folder",
            "No image is listed twice.", "The set 'valid' is not here",
        })
            StringAssert.Contains(run.Out, part);
        CheXpertMiniature.Write(_runs["chest"], [CheXpertMiniature.Line(1), CheXpertMiniature.Line(2), CheXpertMiniature.Line(2)]);
        CommandLine.Run("data", "verify", "--dataset", "chexpert", "--data", _runs["chest"]).AssertRefused("line 4, column 'Path': found", "which line 3 lists already");
    }

    [TestMethod]
    public void PatientsInTwoSetsAreFoundInAnyData()
    {
        var pipeline = HospitalWithImages();
        Assert.AreEqual(0, CommandLine.Run("data", "verify", pipeline).ExitCode);
        File.WriteAllText(_runs["hospital.csv"], File.ReadAllText(_runs["hospital.csv"]).Replace("images/200.png,p66,new", "images/200.png,p66,old", StringComparison.Ordinal));
        var run = CommandLine.Run("data", "verify", pipeline);
        Assert.AreEqual(1, run.ExitCode);
        StringAssert.Contains(run.Out, "1 patient is in several sets: p66 (new, old)");
    }

    [TestMethod]
    public void WhatIsConvertedReadsAsItWas()
    {
        CheXpertMiniature.Write(_runs["chest"], [CheXpertMiniature.Line(1, labels: "1.0,,,0.0,,-1.0,,,,,,,,"), CheXpertMiniature.Line(2, side: "Lateral", labels: ",,1.0,,,,,,,,,,,0.0")]);
        var run = CommandLine.Run("data", "convert", "--dataset", "chexpert", "--data", _runs["chest"], "--output", _runs["plain.csv"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        string Pipeline(string data) => $$"""{ "name": "a", "data": { {{data}} }, "task": { "kind": "multiLabel", "labels": ["No Finding", "Lung Opacity", "Edema", "Support Devices"] } }""";
        var next = run.Out[(run.Out.IndexOf("\"data\": {", StringComparison.Ordinal) + 9)..run.Out.LastIndexOf('}')];
        var (plain, original) = (Read(Pipeline(next)), Read(Pipeline($"\"dataset\": \"chexpert\", \"folder\": \"{_runs["chest"]}\"")));
        Assert.HasCount(2, plain.Rows);
        foreach (var (a, b) in plain.Rows.Zip(original.Rows))
        {
            Assert.AreEqual((b.Path, b.Patient), (a.Path, a.Patient));
            CollectionAssert.AreEqual(b.Labels, a.Labels);
        }
        StringAssert.Contains(File.ReadAllText(_runs["plain.csv"]), "train/patient00001/study1/view1_frontal.jpg,patient00001,patient00001/study1,train,1,,,0,,-1,");

        static ImageTable Read(string json) => new PipelineSource(new MLContext(1), PipelineFile.Parse(json), null, CancellationToken.None).Read("train", null);
    }

    [TestMethod]
    public void DataMustBeNamedInOneWay()
    {
        CommandLine.Run("data", "describe").AssertRefused("A pipeline file or --dataset must be named");
        CommandLine.Run("data", "describe", "x.json", "--dataset", "chexpert").AssertRefused("Received both");
        CommandLine.Run("data", "verify", "--dataset", "chexpart").AssertRefused("Did you mean 'chexpert'?");
        CommandLine.Run("data", "verify", "--dataset", "chexpert").AssertRefused("Give --data <folder>");
        CommandLine.Run("data", "convert", "--dataset", "csv", "--output", "x.csv").AssertRefused("needs a pipeline file");
        CommandLine.Run("data", "descrbe").AssertRefused("Did you mean 'describe'?");
        CommandLine.Run("data", "describe", HospitalCsv.Write(_runs), "--output", _runs.Root).AssertRefused("must name a new or empty folder");
    }

    [TestMethod]
    [DataRow("describe")]
    [DataRow("verify")]
    [DataRow("split")]
    [DataRow("convert")]
    public void EachCommandIsExplainedWithExamples(string name)
    {
        var help = CommandLine.Run("data", name, "--help");
        Assert.AreEqual(0, help.ExitCode);
        StringAssert.Contains(help.Out, $"mlnettl data {name} ");
    }

    // Noise, but for a torn file, a text, a black image, a copy of another set's image and one of another encoding.
    private string HospitalWithImages()
    {
        var pipeline = HospitalCsv.Write(_runs, """, "splitColumn": "part" """);
        for (var i = 0; i < HospitalCsv.Images; i++)
        {
            var random = new MlNetTL.Foundation.RowRandom(1, "noise", row: i);
            var pixels = new byte[24 * 24];
            for (var p = 0; p < pixels.Length; p++) pixels[p] = i == 5 ? (byte)0 : (byte)random.NextInt(256);
            ImageEncoder.WriteJpeg(_runs[$"images/{i}.png"], pixels, 24, 24);
        }
        File.WriteAllBytes(_runs["images/3.png"], File.ReadAllBytes(_runs["images/3.png"])[..200]);
        File.WriteAllText(_runs["images/4.png"], "no image");
        File.Copy(_runs["images/7.png"], _runs["images/200.png"], overwrite: true);
        var decoded = new byte[24 * 24];
        ImageDecoder.DecodeFile(_runs["images/8.png"], new(24, 24, 1), decoded);
        File.WriteAllBytes(_runs["images/9.png"], ImageEncoder.Png(decoded, 1, 24, 24, PixelType.Byte));
        return pipeline;
    }
}
