using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

/// <summary>Downloads that go well, and such as are broken off and go on.</summary>
[TestClass]
public sealed class PullTests : IDisposable
{
    private readonly HubSetting _setting = new();

    private FileServer Server => _setting.Server;

    public void Dispose() => _setting.Dispose();

    [TestMethod]
    public void AFileArrivesWholeAndIsNotAskedForAgain()
    {
        var arrival = _setting.Pull();
        Assert.AreEqual(WeightsOutcome.Arrived, arrival.Outcome);
        Assert.AreEqual(HashSource.Published, arrival.Check.Source);
        Assert.AreEqual(HubSetting.Hash(Server.File), arrival.Check.Sha256);
        Assert.IsFalse(arrival.NewlyRecorded);
        _setting.AssertWhole();
        Assert.AreEqual("GET /made-up.pth HTTP/1.1", Server.Requests.Single().Line);
        Assert.AreEqual("identity", Server.Requests.Single()["Accept-Encoding"]);
        Assert.AreEqual(WeightsOutcome.AlreadyThere, _setting.Pull().Outcome);
        Assert.HasCount(1, Server.Requests);
    }

    [TestMethod]
    public void ProgressCountsEveryByteAndEndsWithNoTimeLeft()
    {
        _setting.Pull();
        var told = _setting.Progress.Where(step => step.Stage == WeightsStage.Downloading).ToList();
        Assert.AreEqual(0, told[0].Done);
        Assert.IsNull(told[0].Remaining);
        Assert.IsTrue(told.All(step => step.Total == Server.File.Length && step.FileName == "made-up.pth"));
        CollectionAssert.AreEqual(told.Select(step => step.Done).Order().ToList(), told.Select(step => step.Done).ToList());
        Assert.AreEqual(Server.File.Length, told[^1].Done);
        Assert.AreEqual(TimeSpan.Zero, told[^1].Remaining);
    }

    [TestMethod]
    public void AConnectionThatBreaksIsGoneOnWithAtTheSamePull()
    {
        foreach (var bytes in new[] { 1000, 70_000, 5 }) Server.BreaksAfter.Enqueue(bytes);
        _setting.Pull();
        _setting.AssertWhole();
        CollectionAssert.AreEqual(new[] { null, "bytes=1000-", "bytes=71000-", "bytes=71005-" }, Server.Requests.Select(request => request["Range"]).ToArray());
        Assert.Contains(step => step.Stage == WeightsStage.Waiting, _setting.Progress);
    }

    [TestMethod]
    public void ALaterPullGoesOnWhereAnEarlierOneEnded()
    {
        _setting.LeavePart(123_456);
        _setting.AssertNothingBut("made-up.pth.part", "made-up.pth.part.json");
        _setting.Progress.Clear();
        _setting.Pull();
        _setting.AssertWhole();
        Assert.AreEqual("bytes=123456-", Server.Requests[^1]["Range"]);
        Assert.AreEqual("\"1\"", Server.Requests[^1]["If-Range"]);
        Assert.AreEqual(123_456, _setting.Progress.First(step => step.Stage == WeightsStage.Downloading).Done);
    }

    [TestMethod]
    public void WithoutATagTheTimeOfTheLastChangeSaysThatItIsTheSameFile()
    {
        (Server.Tag, Server.Modified) = (null, "Wed, 21 Oct 2015 07:28:00 GMT");
        _setting.LeavePart(1000);
        _setting.Pull();
        _setting.AssertWhole();
        Assert.AreEqual("Wed, 21 Oct 2015 07:28:00 GMT", Server.Requests[^1]["If-Range"]);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void AFileThatChangedMeanwhileBeginsAnew(bool ignoresIfRange)
    {
        using var setting = new HubSetting(isHashKnown: false);
        setting.LeavePart(1000);
        (setting.Server.File, setting.Server.Tag, setting.Server.IgnoresIfRange) = (HubSetting.Checkpoint(seed: 2), "\"2\"", ignoresIfRange);
        setting.Pull();
        setting.AssertWhole("made-up.pth.sha256");
    }

    [TestMethod]
    public void AServerThatIgnoresRangesIsReadFromTheStart()
    {
        _setting.LeavePart(1000);
        Server.HonoursRange = false;
        _setting.Pull();
        _setting.AssertWhole();
        Assert.AreEqual("bytes=1000-", Server.Requests[^1]["Range"]);
    }

    [TestMethod]
    public void ABeginningOfAnOlderFileIsDroppedWhereTheHashTellsInTheEnd()
    {
        // No tag, no time, the same length: only the hash knows.
        (Server.Tag, Server.File) = (null, HubSetting.Checkpoint(seed: 2));
        _setting.LeavePart(1000);
        Server.File = HubSetting.Checkpoint(seed: 1);
        _setting.Pull();
        _setting.AssertWhole();
        CollectionAssert.AreEqual(new[] { null, "bytes=1000-", null }, Server.Requests.Select(request => request["Range"]).ToArray());
    }

    [TestMethod]
    public void WithoutAnythingToTellByABeginningIsNotTrusted()
    {
        using var setting = new HubSetting(isHashKnown: false);
        setting.Server.Tag = null;
        setting.LeavePart(1000);
        setting.Pull();
        setting.AssertWhole("made-up.pth.sha256");
        Assert.IsNull(setting.Server.Requests[^1]["Range"]);
    }

    [TestMethod]
    public void ABeginningThatIsTheWholeFileNeedsNoByteMore()
    {
        _setting.LeavePart(1000);
        File.WriteAllBytes(_setting.Path + ".part", Server.File);
        _setting.Pull();
        _setting.AssertWhole();
        Assert.AreEqual("bytes=300000-", Server.Requests[^1]["Range"]);
    }

    [TestMethod]
    public void ABeginningWithoutItsNotesBeginsAnew()
    {
        File.WriteAllText(_setting.Path + ".part", "left by something else");
        _setting.Pull();
        _setting.AssertWhole();
    }

    [TestMethod]
    public void ACancelledPullKeepsWhatCame()
    {
        using var cancel = new CancellationTokenSource();
        Server.BreaksAfter.Enqueue(50_000);
        // The first connection brings some bytes and ends; the pull is cancelled while it asks again.
        Server.AfterHead = () => { if (Server.Requests.Count == 2) cancel.Cancel(); };
        Assert.Throws<OperationCanceledException>(() => _setting.Pull(cancel: cancel.Token));
        Assert.IsGreaterThanOrEqualTo(50_000, new FileInfo(_setting.Path + ".part").Length);
        Server.AfterHead = null;
        _setting.Pull();
        _setting.AssertWhole();
        Assert.StartsWith("bytes=", Server.Requests[^1]["Range"]!);
    }

    [TestMethod]
    public void OnePullAtATimeHoldsABeginning()
    {
        _setting.LeavePart(1000);
        using var other = new FileStream(_setting.Path + ".part", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var error = Assert.ThrowsExactly<WeightsDownloadException>(() => _setting.Pull());
        Assert.Contains("another process is downloading it", error.Message);
    }
}
