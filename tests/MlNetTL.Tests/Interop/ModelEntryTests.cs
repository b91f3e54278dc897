using System.IO.Compression;
using Microsoft.ML;
using MlNetTL.Interop;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Interop;

[TestClass]
public sealed class ModelEntryTests
{
    [TestMethod]
    public void AZipOfANewerVersionIsRefusedAndToldWhatToDo()
    {
        // The header holds, after the eight characters of the signature, the version of the data and the oldest version of a reader.
        var error = Load(Change(Save(), "Model.key", bytes =>
        {
            var at = bytes.AsSpan().IndexOf("TLIMGTNS"u8) + 8;
            BitConverter.TryWriteBytes(bytes.AsSpan(at), 9u);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 4), 8u);
        }));
        Assert.AreEqual(
            $"The model's component 'MlNetTLImageTensors' has version 9, written by MlNetTL {ModelEntry.LibraryVersion}; it needs a reader of version 8 or newer. "
            + $"This is MlNetTL {ModelEntry.LibraryVersion}, which understands versions up to 1. Reference MlNetTL {ModelEntry.LibraryVersion} or newer, or save the model with this version.",
            error.Message);
    }

    [TestMethod]
    public void ANewerVersionThatOldReadersUnderstandIsRead()
    {
        var zip = Change(Save(), "Model.key", bytes => BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().IndexOf("TLIMGTNS"u8) + 8), 9u));
        Assert.IsInstanceOfType<ImageTensorLoadingTransformer>(new MLContext().Model.Load(new MemoryStream(zip), out _));
    }

    [TestMethod]
    public void AZipWithoutItsSettingsIsRefused() => StringAssert.Contains(Load(Change(Save(), "Settings.json", null)).Message, "Settings.json");

    [TestMethod]
    public void SettingsCanBeReadWithAnyZipTool()
    {
        using var archive = new ZipArchive(new MemoryStream(Save()));
        using var reader = new StreamReader(archive.Entries.Single(entry => entry.Name == "Settings.json").Open());
        StringAssert.StartsWith(reader.ReadToEnd(), """{"OutputColumnName":"Image","Height":9,"Width":13""");
    }

    [TestMethod]
    public void TheSeedAndTheDeviceOfTheContextAreFound()
    {
        var ml = new MLContext(seed: 42) { GpuDeviceId = 1, FallbackToCpu = false };
        foreach (var environment in new[] { Environments.Of(ml.Transforms), Environments.Of(ml.Data), Environments.Of(ml.MulticlassClassification), Environments.Of(ml.BinaryClassification.Trainers), ml })
        {
            var host = environment.Register("test");
            Assert.AreEqual(42, Environments.SeedOf(host));
            Assert.AreEqual(1, Environments.GpuDeviceIdOf(host));
            Assert.IsFalse(Environments.FallbackToCpuOf(host));
        }
        Assert.IsNull(Environments.SeedOf(new MLContext()));
    }

    private static byte[] Save()
    {
        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable(new[] { new { Path = "" } });
        using var stream = new MemoryStream();
        ml.Model.Save(ml.Transforms.LoadImageTensors("Image", 9, 13).Fit(data), data.Schema, stream);
        return stream.ToArray();
    }

    // Rewrites the entry of this name beside the transformer's settings, or drops it.
    private static byte[] Change(byte[] zip, string name, Action<byte[]>? change)
    {
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var folder = archive.Entries.Single(e => e.Name == "Settings.json").FullName[..^"Settings.json".Length];
            var entry = archive.GetEntry(folder + name)!;
            var bytes = new byte[entry.Length];
            using (var read = entry.Open()) read.ReadExactly(bytes);
            var path = entry.FullName;
            entry.Delete();
            if (change is not null)
            {
                change(bytes);
                using var write = archive.CreateEntry(path).Open();
                write.Write(bytes);
            }
        }
        return stream.ToArray();
    }

    // ML.NET makes transformers by reflection, so that what they throw arrives inside of another exception.
    private static InvalidDataException Load(byte[] zip)
    {
        var error = Assert.Throws<Exception>(() => new MLContext().Model.Load(new MemoryStream(zip), out _));
        for (var inner = error; inner is not null; inner = inner.InnerException)
            if (inner is InvalidDataException found) return found;
        throw new AssertFailedException($"Expected an InvalidDataException inside. Received: {error}");
    }
}
