using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

/// <summary>Servers, disks and addresses that are not as they should be: nothing bad is kept, and the message says what to do.</summary>
[TestClass]
public sealed class PullTroubleTests : IDisposable
{
    private readonly HubSetting _setting = new();

    private FileServer Server => _setting.Server;

    public void Dispose() => _setting.Dispose();

    [TestMethod]
    public void AWrongFileIsRefusedAndNothingOfItIsKept()
    {
        Server.File = HubSetting.Checkpoint(seed: 2);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _setting.Pull());
        Assert.Contains($"its SHA-256 must begin with {_setting.Row.Definition.Sha256} and is {HubSetting.Hash(Server.File)}", error.Message);
        _setting.AssertNothingBut();
    }

    [TestMethod]
    public void ADamagedFileIsReplacedOnlyByAGoodOne()
    {
        File.WriteAllText(_setting.Path, "damaged");
        Server.Answers.Enqueue("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n");
        Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull());
        Assert.AreEqual("damaged", File.ReadAllText(_setting.Path));
        Assert.AreEqual(WeightsOutcome.Replaced, _setting.Pull().Outcome);
        _setting.AssertWhole();
    }

    [TestMethod]
    public void BusyServersAreAskedAgainWhenTheySay()
    {
        Server.Answers.Enqueue("HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n");
        Server.Answers.Enqueue("HTTP/1.1 429 Too Many Requests\nRetry-After: 0\nContent-Length: 0\n\n");
        _setting.Pull();
        _setting.AssertWhole();
        Assert.HasCount(3, Server.Requests);
    }

    [TestMethod]
    public void AttemptsComeToAnEnd()
    {
        for (var i = 0; i < 5; i++) Server.Answers.Enqueue("HTTP/1.1 500 Internal Server Error\nContent-Length: 0\n\n");
        Assert.Contains("the server answered 500", Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull()).Message);
        Assert.HasCount(3, Server.Requests);
        _setting.AssertNothingBut();
    }

    [TestMethod]
    public void AMissingFileIsNotAskedForTwiceAndTheMessageSaysWhatToPutWhere()
    {
        Server.Answers.Enqueue("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n");
        var message = Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull()).Message;
        foreach (var part in new[] { "404 (Not Found)", "https://example.org/models/made-up.pth", $"put it into {_setting.Folder.Path} as made-up.pth", "mlnettl weights import", "Only the mirror was asked" })
            Assert.Contains(part, message);
        Assert.HasCount(1, Server.Requests);
        _setting.AssertNothingBut();
    }

    [TestMethod]
    public void ABrokenPullTellsTheSizeAndThatPullGoesOn()
    {
        Server.BreaksAfter.Enqueue(1000);
        var message = Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull(_setting.Options with { Attempts = 1 })).Message;
        Assert.Contains("1 kB of it have come and are kept; pull goes on from there.", message);
        Assert.Contains("made-up.pth (300 kB) elsewhere", message);
    }

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length: 30\n\n<html>Sign in to go on, please")]
    [DataRow("HTTP/1.1 200 OK\nContent-Length: 31\n\n <!DOCTYPE html><html>Too large")]
    public void APageInsteadOfTheFileIsRecognised(string answer)
    {
        Server.Answers.Enqueue(answer);
        Assert.Contains("answered with a web page instead of the file", Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull()).Message);
        Assert.HasCount(1, Server.Requests);
        _setting.AssertNothingBut();
    }

    [TestMethod]
    public void WithoutAHashWhatIsNoCheckpointIsNotKept()
    {
        using var setting = new HubSetting(isHashKnown: false);
        setting.Server.File = "Quota exceeded. Try again tomorrow."u8.ToArray();
        Assert.Contains("is neither a zip, nor a pickle, nor safetensors", Assert.ThrowsExactly<InvalidDataException>(() => setting.Pull()).Message);
        setting.AssertNothingBut();
    }

    [TestMethod]
    public void ARedirectIsFollowedWithItsRange()
    {
        _setting.LeavePart(1000);
        Server.Answers.Enqueue($"HTTP/1.1 302 Found\nLocation: {Server.Address}moved\nContent-Length: 0\n\n");
        _setting.Pull();
        _setting.AssertWhole();
        Assert.StartsWith("GET /moved", Server.Requests[^1].Line);
        Assert.AreEqual("bytes=1000-", Server.Requests[^1]["Range"]);
    }

    [TestMethod]
    public void AServerThatSaysNothingCountsAsLost()
    {
        Server.IsSilent = true;
        var message = Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull(_setting.Options with { Attempts = 2, Timeout = TimeSpan.FromMilliseconds(100) })).Message;
        Assert.Contains("nothing came for 0.1 s", message);
        Assert.HasCount(2, Server.Requests);
    }

    [TestMethod]
    public void WhereNobodyListensTheReasonIsToldAfterTheLastAttempt()
    {
        Server.Dispose();
        Assert.Contains("could not be got from http://127.0.0.1", Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull()).Message);
        _setting.AssertNothingBut();
    }

    [TestMethod]
    public void TooLittleSpaceIsToldBeforeAByteIsWritten()
    {
        var message = Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull(_setting.Options with { FreeBytes = _ => 299_999 })).Message;
        Assert.Contains("made-up.pth needs 300 kB more, but only 300 kB are free", message);
        _setting.AssertNothingBut();
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void WhatHasComeCountsAgainstTheSpaceThatIsNeeded()
    {
        _setting.LeavePart(100_000);
        _setting.Pull(_setting.Options with { FreeBytes = _ => 200_000 });
        _setting.AssertWhole();
    }

    [TestMethod]
    public void TheFirstPullRecordsAHashThatNobodyPublishesAndLaterFilesMustHaveIt()
    {
        using var setting = new HubSetting(isHashKnown: false);
        var hash = HubSetting.Hash(setting.Server.File);
        Assert.IsTrue(setting.Pull().NewlyRecorded);
        Assert.AreEqual($"{hash}  made-up.pth\n", File.ReadAllText(setting.Path + ".sha256"));
        Assert.IsFalse(setting.Pull().NewlyRecorded);

        File.Delete(setting.Path);
        setting.Server.File = HubSetting.Checkpoint(seed: 2);
        Assert.Contains("is not the file whose SHA-256 was recorded in", Assert.ThrowsExactly<InvalidDataException>(() => setting.Pull()).Message);
        setting.AssertNothingBut("made-up.pth.sha256");
    }

    [TestMethod]
    [DataRow("https://example.org/..%2F..%2Fetc%2Fpasswd")]
    [DataRow("https://example.org/models/")]
    [DataRow("https://example.org/a/.bashrc")]
    [DataRow("https://example.org/C:evil.pth")]
    public void AnAddressNeverLeadsOutOfTheFolder(string url)
    {
        using var hub = new WeightsHub(_setting.Options);
        var row = HubSetting.RowOf(null, url);
        Assert.Contains("must end in a plain file name", Assert.ThrowsExactly<ArgumentException>(() => hub.PathOf(row)).Message);
        Assert.Throws<ArgumentException>(() => hub.PullAsync(row).GetAwaiter().GetResult());
        Assert.IsEmpty(Server.Requests);
    }

    [TestMethod]
    public void SettingsThatDoNotHoldAreToldAtOnce()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => new WeightsHub(new() { Proxy = "ftp://x", Attempts = 0, Timeout = TimeSpan.Zero })).Message;
        foreach (var part in new[] { "Proxy must be", "Attempts must be 1 to 20", "Timeout must be above 0" }) Assert.Contains(part, message);
    }

    [TestMethod]
    public void EveryRowOfTheTableHasAPathInTheFolder()
    {
        using var hub = new WeightsHub(_setting.Options);
        foreach (var row in PublishedWeights.All) Assert.AreEqual(_setting.Folder.Path, Path.GetDirectoryName(hub.PathOf(row)), row.Reference);
        Assert.IsNotEmpty(PublishedWeights.Of(BackboneTable.All["resnet50"]));
    }
}
