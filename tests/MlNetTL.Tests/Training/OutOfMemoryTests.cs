using System.ComponentModel;
using System.Runtime.InteropServices;
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
    public void AFitThatRunsOutOfMemoryEndsInAdviceAndLeavesItsCheckpoint()
    {
        using var images = new StripedImages(24);
        var options = StripedImages.Quick(epochs: 2);
        options.CheckpointFolder = images["kept"];
        options.MetricsCallback = _ => zeros(1L << 50);
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => images.Fit(options));
        StringAssert.Contains(error.Message, "halve BatchSize to 4 and double AccumulationSteps to 2");
        StringAssert.Contains(error.Message, "set Precision to BFloat16");
        StringAssert.Contains(error.Message, "take smaller images");
        StringAssert.Contains(error.Message, "FreezeUpTo");
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
