using System.Diagnostics;
using MlNetTL.Data;

namespace MlNetTL.Tests.Architecture;

/// <summary>The scripts in pipelines/ run as README.md says, one on what the other left.</summary>
[TestClass]
public sealed class ScriptTests
{
    [TestMethod]
    [TestCategory("Long")]
    public async Task TheChexpertScriptTrainsAndThePredictScriptAsksItsModel()
    {
        using var folder = new TemporaryFolder();
        ChestPhantoms.WriteTo(folder["phantoms"], new PhantomOptions(TrainPatients: 30, ValidPatients: 30, Size: 48));
        var train = await RunAsync(folder.Path, "chexpert-lung-opacity.cs", folder["phantoms"], "resnet18", "none", "1");
        Assert.AreEqual(0, train.ExitCode, train.Output);
        StringAssert.Matches(train.Output, new("epoch 1: loss \\d\\.\\d{3}, validation loss"));
        StringAssert.Matches(train.Output, new("Test AUC [01]\\.\\d{3}, accuracy"));
        Assert.IsTrue(File.Exists(folder["chexpert-lung-opacity.zip"]));

        var image = Directory.EnumerateFiles(folder["phantoms"], "*frontal.jpg", SearchOption.AllDirectories).First();
        var predict = await RunAsync(folder.Path, "predict.cs", "chexpert-lung-opacity.zip", image);
        Assert.AreEqual(0, predict.ExitCode, predict.Output);
        StringAssert.Matches(predict.Output, new("^(yes|no), probability [01]\\.\\d{3}\\s*$"));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["run", Path.Combine(Repository.Root, "pipelines", script), "--", .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["MLNETTL_CACHE"] = Path.Combine(folder, "cache");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + await error);
    }
}
