using System.IO.Compression;
using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Training;

/// <summary>A model that was trained on one set of images is where the next starts from.</summary>
[TestClass]
public sealed class ModelZipWeightsTests
{
    [TestMethod]
    public void ASavedModelIsASourceOfWeightsForOtherClassesAndChannels()
    {
        using var images = new StripedImages(12);
        using var first = Save(images);
        var given = first.Model.Network.state_dict();
        // The zip, and the folder of the run that it lies in.
        foreach (var weights in new[] { images["run/model.zip"], images["run"] })
        {
            var options = StripedImages.Quick(epochs: 1);
            options.Weights = weights;
            options.FreezeBackbone = true;
            options.LabelColumnName = nameof(StripedImages.Row.Labels);
            images.Notes.Clear();
            using var second = images.Fit(options, PredictionTask.MultiLabel, channels: 3);
            var found = second.Model.Network.state_dict();
            Assert.IsTrue(found["layer4.1.conv2.weight"].equal(given["layer4.1.conv2.weight"]).all().item<bool>());
            Assert.IsTrue(found["conv1.weight"].allclose(given["conv1.weight"].expand(-1, 3, -1, -1) / 3));
            CollectionAssert.AreEqual(new long[] { 3, 512 }, found["fc.weight"].shape);
            Assert.AreEqual(new Preprocessing([0.25f], [0.125f]), second.Model.Description.Preprocessing);
            Assert.IsTrue(images.Notes.Any(note => note.Contains("fitted to the image channels (the weights were made for 1): conv1.weight; left new: fc.weight, fc.bias.", StringComparison.Ordinal)));
        }
    }

    [TestMethod]
    public void WhatAModelStartedFromIsKeptFromModelToModelWithoutFolders()
    {
        using var images = new StripedImages(12);
        using (var network = BackboneTable.All["resnet18"].Build(3, new Top(7), seed: 9))
        using (var file = File.Create(images["first.safetensors"]))
            SafetensorsWriter.Write(file, network.state_dict().Select(entry => (entry.Key, entry.Value)));
        var options = StripedImages.Quick(epochs: 1);
        options.Weights = images["first.safetensors"];
        using (var first = images.Fit(options))
        {
            var started = first.Model.Description.Pretrained!;
            Assert.AreEqual("first.safetensors", started.Name);
            Assert.AreEqual(3, started.Channels);
            Assert.IsNull(started.Preprocessing);
            Assert.AreEqual(NormalizationSource.ImageNet, first.Model.Description.Normalization);
            Assert.IsTrue(images.Warnings.Any(note => note.Contains("Nothing tells which normalisation 'first.safetensors' was trained with", StringComparison.Ordinal)));
            Directory.CreateDirectory(images["run"]);
            images.ML.Model.Save(first, images.Load().Fit(images.View).Transform(images.View).Schema, images["run/model.zip"]);
        }
        using (var zip = ZipFile.OpenRead(images["run/model.zip"]))
        {
            using var settings = new StreamReader(zip.Entries.Single(entry => entry.FullName.Replace('\\', '/').EndsWith("/Settings.json", StringComparison.Ordinal) || entry.FullName == "Settings.json").Open());
            Assert.DoesNotContain(images["first.safetensors"], settings.ReadToEnd());
        }
        options = StripedImages.Quick(epochs: 1);
        options.Weights = images["run"] + '/';
        using var second = images.Fit(options);
        Assert.AreEqual("run", second.Model.Description.PretrainedWeights);
        Assert.AreEqual("model.zip", second.Model.Description.Pretrained!.Name);
        Assert.AreEqual("first.safetensors", second.Model.Description.Pretrained.Origin!.Name);
        Assert.AreEqual(NormalizationSource.Weights, second.Model.Description.Normalization);
    }

    [TestMethod]
    public void TheLocatorTellsWhatTheModelIsAndRefusesAnotherNetworks()
    {
        using var images = new StripedImages(12);
        using var model = Save(images);
        var found = WeightsLocator.Find(BackboneTable.All["resnet18"], images["run"]);
        Assert.AreEqual(images["run/model.zip"], found.Path);
        Assert.AreEqual("resnet18", found.Model!.Backbone);
        CollectionAssert.AreEqual(model.Model.Description.LabelNames.ToArray(), found.Model.LabelNames.ToArray());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => WeightsLocator.Find(BackboneTable.All["resnet50"], images["run"]));
        Assert.Contains("model.zip holds a model of resnet18, and weights of resnet50 were asked for. Choose the backbone resnet18", error.Message);
        Assert.Contains("no keys", Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(images["run/model.zip"] + "#x")).Message);

        using (var zip = ZipFile.Open(images["run/model.zip"], ZipArchiveMode.Update))
            zip.CreateEntry("other/Weights.safetensors").Open().Dispose();
        var two = Assert.ThrowsExactly<InvalidDataException>(() => WeightsLocator.Find(BackboneTable.All["resnet18"], images["run"]));
        Assert.Contains("must hold one network to take weights from. Found: ", two.Message);
    }

    [TestMethod]
    public void AZipThatWouldFillTheDiskIsRefused()
    {
        using var folder = new TemporaryFolder();
        using (var zip = ZipFile.Open(folder["model.zip"], ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("a/Weights.safetensors").Open())
            entry.Write(new byte[50_000_000]);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(folder["model.zip"]));
        Assert.Contains("claims 50000000 bytes in ", error.Message);
    }

    private static ImageTransferLearningTransformer Save(StripedImages images)
    {
        var options = StripedImages.Quick(epochs: 1);
        options.Preprocessing = new([0.25f], [0.125f]);
        var trained = images.Fit(options);
        Directory.CreateDirectory(images["run"]);
        images.ML.Model.Save(trained, images.Load().Fit(images.View).Transform(images.View).Schema, images["run/model.zip"]);
        return trained;
    }
}
