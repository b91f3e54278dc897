using System.Text.Json;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

/// <summary>Whole networks that PyTorch 1.13 pickled (Fixtures/make.py), among them one of a class named torchxrayvision.models.DenseNet.</summary>
[TestClass]
public sealed class PickledModuleTests
{
    [TestMethod]
    [DataRow("module.pt")]
    [DataRow("module_stream.pt")]
    [DataRow("module_nested.pt")]
    [DataRow("module_nested.pt#model")]
    public void AWholeNetworkGivesItsState(string file)
    {
        var expected = JsonDocument.Parse(File.ReadAllBytes(PathOf("modules.json"))).RootElement;
        using var checkpoint = Checkpoint.Open(PathOf(file));
        CheckpointFixtureTests.HoldsExactly(expected, checkpoint);
    }

    [TestMethod]
    [DataRow("hostile_module.pt", "names 'posix.system'")]
    [DataRow("hostile_module_stream.pt", "names 'posix.system'")]
    [DataRow("hostile_module_cycle.pt", "nests too deep or is too large")]
    [DataRow("hostile_module_doubling.pt", "nests too deep or is too large")]
    public void ANetworkThatRunsCodeOrHasNoEndIsRefused(string file, string reason)
    {
        var before = Directory.GetFiles(Environment.CurrentDirectory, "HOSTILE*").Length;
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(PathOf(file)));
        Assert.StartsWith(PathOf(file), error.Message);
        Assert.Contains(reason, error.Message);
        Assert.HasCount(before, Directory.GetFiles(Environment.CurrentDirectory, "HOSTILE*"));
    }

    [TestMethod]
    public void ANetworkHasNoKeys() =>
        Assert.Contains("holds a whole network, and no keys", Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(PathOf("module.pt") + "#model")).Message);

    internal static string PathOf(string file) => Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Weights", "Fixtures", file);
}
