using System.ComponentModel;
using System.Runtime.InteropServices;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class OutOfMemoryTests
{
    [TestMethod]
    public void WhatLibtorchThrowsIsTold()
    {
        // More than any address space holds, so that nothing is touched.
        var error = Assert.ThrowsExactly<ExternalException>(() => zeros(1L << 50));
        Assert.IsTrue(OutOfMemory.Caused(error), error.Message);
        Assert.IsTrue(OutOfMemory.Caused(new Win32Exception(0, "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.1 GiB")), "As libtorch 2.10 words it.");
        Assert.IsFalse(OutOfMemory.Caused(Assert.ThrowsExactly<ExternalException>(() => zeros(2, 3).mm(zeros(2, 3)))));
    }

    [TestMethod]
    public void HalfOfAnOddBatchMakesAnotherStep() =>
        StringAssert.Contains(MemoryAdvice.Of(new() { BatchSize = 257 }), "halve BatchSize to 128 and double AccumulationSteps to 2 (training.batchSize and training.accumulationSteps in a pipeline file), which makes a step of 256 images");

    // What every name in the advice would change is a setting of a pipeline.
    [TestMethod]
    public void TheAdviceNamesSettingsThatPipelinesHave()
    {
        var advice = MemoryAdvice.Of(new() { BatchSize = 32 });
        var schema = MlNetTL.Experiments.Pipelines.PipelineSchema.ToJson();
        var names = System.Text.RegularExpressions.Regex.Matches(advice, "(?:training|image|model)\\.(\\w+)").Select(match => match.Groups[1].Value).ToArray();
        CollectionAssert.AreEqual(new[] { "batchSize", "accumulationSteps", "precision", "activationCheckpointing", "size", "freezeUpTo" }, names);
        foreach (var name in names) StringAssert.Contains(schema, $"\"{name}\":");
    }

    [TestMethod]
    public void ScoringThatRunsOutOfMemoryEndsInAdvice()
    {
        var layout = new MlNetTL.Images.ImageLayout(1, 8, 8);
        var description = new ModelDescription(PredictionTask.Binary, "resnet18", [], ["0", "1"], [true, true], layout, MlNetTL.Backbones.Preprocessing.ImageNet, null, null, 0, "", "", "");
        var network = new TinyNetwork();
        using var model = new ImageTransferLearningModel(description, network, CPU);
        Assert.HasCount(2, model.Logits(new byte[128], rows: 2)[0]);
        network.Running = () => zeros(1L << 50);
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => model.Logits(new byte[128], rows: 2));
        StringAssert.StartsWith(error.Message, $"Out of memory: 2 images of {layout}, which go through the network at once, must fit into the memory of this machine.");
        StringAssert.Contains(error.Message, "image.size");
        Assert.IsFalse(error.Message.Contains('\n'), error.Message);
    }

    [TestMethod]
    public void AFitThatRunsOutOfMemoryEndsInAdviceAndLeavesItsCheckpoint()
    {
        using var images = new StripedImages(24);
        var options = StripedImages.Quick(epochs: 2);
        options.CheckpointFolder = images["kept"];
        options.MetricsCallback = _ => zeros(1L << 50);
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => images.Fit(options));
        StringAssert.Contains(error.Message, "halve BatchSize to 4 and double AccumulationSteps to 2 (training.batchSize and training.accumulationSteps in a pipeline file), which leaves the images of a step");
        StringAssert.Contains(error.Message, "set Precision to BFloat16 (training.precision: bfloat16)");
        StringAssert.Contains(error.Message, "take smaller images (image.size)");
        StringAssert.Contains(error.Message, "FreezeUpTo; model.freezeUpTo");
        Assert.IsFalse(error.Message.Contains('\n'), error.Message);
        options.MetricsCallback = null;
        images.Notes.Clear();
        using var resumed = images.Fit(options);
        Assert.IsTrue(images.Notes.Exists(note => note.Contains("Training goes on from", StringComparison.Ordinal)));
        options.CheckpointFolder = null;
        using var whole = images.Fit(options);
        CollectionAssert.AreEqual(StripedImages.Values(whole), StripedImages.Values(resumed));
    }
}
