using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class CheXpertSpeedTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [TestCategory("Long")]
    public void TheWholeTrainFileLoadsInSeconds()
    {
        const int Rows = 223_414;
        using var folder = new TemporaryFolder();
        CheXpertMiniature.Write(folder.Path, Enumerable.Range(0, Rows).Select(i => CheXpertMiniature.Line(1 + i / 4, 1 + i % 4, labels: ",,1.0,0.0,,-1.0,,,,,1.0,,,1.0")));
        var clock = Stopwatch.StartNew();
        var view = new MLContext(seed: 1).Data.LoadCheXpert(folder.Path);
        var loaded = clock.Elapsed;
        Assert.AreEqual(Rows, view.GetColumn<float[]>("Labels").Count(labels => labels[10] == 1));
        TestContext.WriteLine($"loaded in {loaded.TotalSeconds:F2} s, read through in {(clock.Elapsed - loaded).TotalSeconds:F2} s");
        Assert.IsLessThan(TimeSpan.FromSeconds(15), loaded);
    }
}
