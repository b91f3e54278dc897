using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

/// <summary>Files that come in another way than by a download: imports, mirrors that are folders, and files that were put there by hand.</summary>
[TestClass]
public sealed class ImportTests : IDisposable
{
    private readonly HubSetting _setting = new();
    private readonly HubSetting _unknown = new(isHashKnown: false);
    private readonly TemporaryFolder _elsewhere = new();

    public void Dispose()
    {
        _setting.Dispose();
        _unknown.Dispose();
        _elsewhere.Dispose();
    }

    [TestMethod]
    public void AFileIsCopiedAndChecked()
    {
        _setting.LeavePart(1000);
        var arrival = Import(_setting, Write("any name.bin", _setting.Server.File));
        Assert.AreEqual(WeightsOutcome.Arrived, arrival.Outcome);
        _setting.AssertWhole();
        Assert.IsTrue(File.Exists(_elsewhere["any name.bin"]), "It was copied, not moved.");
        Assert.AreEqual(WeightsOutcome.AlreadyThere, Import(_setting, _elsewhere["any name.bin"]).Outcome);
    }

    [TestMethod]
    public void AnotherFileIsRefusedAndNothingChanges()
    {
        var wrong = Write("made-up.pth", HubSetting.Checkpoint(seed: 2));
        Assert.Contains("is not made-up.pth as it was published", Assert.ThrowsExactly<InvalidDataException>(() => Import(_setting, wrong)).Message);
        Assert.Contains("is a web page", Assert.ThrowsExactly<InvalidDataException>(() => Import(_unknown, Write("page", "<!DOCTYPE html><html>"u8.ToArray()))).Message);
        Assert.Contains("is a zip that breaks off", Assert.ThrowsExactly<InvalidDataException>(() => Import(_unknown, Write("zip", "PK\u0003\u0004 and no directory at its end"u8.ToArray()))).Message);
        Assert.ThrowsExactly<FileNotFoundException>(() => Import(_setting, _elsewhere["none"]));
        _setting.AssertNothingBut();
        _unknown.AssertNothingBut();
    }

    [TestMethod]
    public void ADiskWithoutRoomIsTold()
    {
        var file = Write("a", _setting.Server.File);
        using var hub = new WeightsHub(_setting.Options with { FreeBytes = _ => 1 });
        var error = Assert.Throws<WeightsDownloadException>(() => hub.ImportAsync(file, _setting.Row).GetAwaiter().GetResult());
        Assert.Contains("made-up.pth needs 300 kB, but only 1 kB are free", error.Message);
        _setting.AssertNothingBut();
    }

    [TestMethod]
    public void AFileThatLiesInItsPlaceIsTakenAsItIs()
    {
        File.WriteAllBytes(_unknown.Path, _unknown.Server.File);
        var arrival = Import(_unknown, _unknown.Path);
        Assert.AreEqual(WeightsOutcome.AlreadyThere, arrival.Outcome);
        Assert.IsTrue(arrival.NewlyRecorded);
        _unknown.AssertWhole("made-up.pth.sha256");
    }

    [TestMethod]
    public void AFolderServesAsAMirrorAndItsFilesAreChecked()
    {
        var options = _setting.Options with { Mirror = _elsewhere.Path };
        Assert.Contains("The mirror must hold made-up.pth", Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull(options)).Message);
        Write("made-up.pth", HubSetting.Checkpoint(seed: 2));
        Assert.ThrowsExactly<InvalidDataException>(() => _setting.Pull(options));
        _setting.AssertNothingBut();
        Write("made-up.pth", _setting.Server.File);
        Assert.AreEqual(WeightsOutcome.Arrived, _setting.Pull(options).Outcome);
        _setting.AssertWhole();
        Assert.IsEmpty(_setting.Server.Requests);
    }

    [TestMethod]
    public void ACheckTellsWhatIsThere()
    {
        Assert.AreEqual((WeightsState.Missing, 0L), Check(_setting));
        _setting.LeavePart(1000);
        Assert.AreEqual((WeightsState.Partial, 1000L), Check(_setting));
        File.WriteAllText(_setting.Path, "damaged");
        Assert.AreEqual((WeightsState.Damaged, 7L), Check(_setting));
        File.WriteAllBytes(_setting.Path, _setting.Server.File);
        Assert.AreEqual((WeightsState.Present, 300_000L), Check(_setting));
        // Of the other row nobody knows the hash, until it is recorded.
        File.WriteAllText(_unknown.Path, "no checkpoint at all");
        Assert.AreEqual(WeightsState.Damaged, Check(_unknown).State);
        _unknown.Pull();
        Assert.AreEqual(WeightsState.Present, Check(_unknown).State);
        File.WriteAllBytes(_unknown.Path, HubSetting.Checkpoint(seed: 2));
        Assert.AreEqual(WeightsState.Damaged, Check(_unknown).State);
        File.WriteAllText(_unknown.Path + ".sha256", "no hash");
        Assert.Contains("must begin with the 64 hexadecimal digits", Assert.ThrowsExactly<InvalidDataException>(() => Check(_unknown)).Message);
    }

    [TestMethod]
    public void AFileIsRecognisedByItsNameOrSaidToBeOneOfTheUsersOwn()
    {
        var named = Assert.ThrowsExactly<ArgumentException>(() => WeightsRecognition.Of(Write("DenseNet121.pt", HubSetting.Checkpoint(seed: 2)), new string('0', 64)));
        Assert.Contains("what is in it cannot be densenet121:radimagenet, whose name it has", named.Message);
        using (var network = BackboneTable.All["densenet121"].Build(3, new Top(1), seed: 1))
        using (var file = File.Create(_elsewhere["DenseNet121.pt"]))
            SafetensorsWriter.Write(file, network.state_dict().Where(entry => !network.IsHead(entry.Key)).Select(entry => (entry.Key, entry.Value)));
        Assert.AreEqual("densenet121:radimagenet", WeightsRecognition.Of(_elsewhere["DenseNet121.pt"], new string('0', 64)).Reference);
        Assert.AreEqual("resnet18:imagenet1k-v1", WeightsRecognition.Of("download (1).bin", "f37072fd" + new string('0', 56)).Reference);
        var error = Assert.ThrowsExactly<ArgumentException>(() => WeightsRecognition.Of("mine.pth", new string('0', 64)));
        Assert.Contains("A file of your own needs no import: name it by its path", error.Message);
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_elsewhere[name], bytes);
        return _elsewhere[name];
    }

    private static WeightsArrival Import(HubSetting setting, string file)
    {
        using var hub = new WeightsHub(setting.Options);
        return hub.ImportAsync(file, setting.Row).GetAwaiter().GetResult();
    }

    private static (WeightsState State, long Bytes) Check(HubSetting setting)
    {
        using var hub = new WeightsHub(setting.Options);
        var check = hub.CheckAsync(setting.Row).GetAwaiter().GetResult();
        return (check.State, check.Bytes);
    }
}
