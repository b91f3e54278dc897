using System.Diagnostics;
using System.Text.Json;
using MlNetTL.Cli.Weights;
using MlNetTL.Tests.Weights;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Cli;

/// <summary><c>mlnettl weights</c> with a mirror on this machine: torchxrayvision's row of resnet50, of which nobody publishes a SHA-256.</summary>
[TestClass]
public sealed class WeightsCommandTests : IDisposable
{
    private const string Xrv = "pc-nih-rsna-siim-vin-resnet50-test512-e400-state.pt";

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _mirror = new();
    private readonly string? _before = Environment.GetEnvironmentVariable("MLNETTL_WEIGHTS");

    public WeightsCommandTests()
    {
        Environment.SetEnvironmentVariable("MLNETTL_WEIGHTS", _folder.Path);
        File.WriteAllBytes(_mirror[Xrv], HubSetting.Checkpoint(seed: 1));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MLNETTL_WEIGHTS", _before);
        _folder.Dispose();
        _mirror.Dispose();
    }

    [TestMethod]
    public void WeightsArePulledListedVerifiedAndFound()
    {
        CommandLine.Run("weights", "path", "resnet50", "xrv-all").AssertRefused($"{Xrv} is not in {_folder.Path}", "mlnettl weights pull resnet50:xrv-all");
        var pull = CommandLine.Run("weights", "pull", "resnet50", "xrv-all", "--mirror", _mirror.Path);
        Assert.AreEqual(0, pull.ExitCode, pull.Error);
        foreach (var part in new[] { "resnet50:xrv-all is there now", "300 kB", "unknown until now, recorded", "Licence: Apache-2.0", "mind their terms" }) Assert.Contains(part, pull.Out);
        Assert.AreEqual(_folder[Xrv], CommandLine.Run("weights", "path", "resnet50", "xrv-all").Out.TrimEnd());
        Assert.Contains("is there already", CommandLine.Run("weights", "pull", "resnet50:xrv-all").Out);
        Assert.Contains("as recorded at the first pull", CommandLine.Run("weights", "verify").Out);

        var list = CommandLine.Run("weights", "list", "resnet50");
        Assert.AreEqual(0, list.ExitCode, list.Error);
        var row = list.Out.Split('\n').Single(line => line.StartsWith("|resnet50:xrv-all ", StringComparison.Ordinal));
        foreach (var part in new[] { "300 kB", "recorded", "18", "512", "-1024 to 1024", "Apache-2.0 *" }) Assert.Contains(part, row);
        Assert.Contains("cut from 232 px", list.Out);

        File.AppendAllText(_folder[Xrv], "x");
        var verify = CommandLine.Run("weights", "verify", "resnet50");
        Assert.AreEqual(1, verify.ExitCode);
        Assert.Contains("damaged", verify.Error);
        Assert.Contains("|damaged ", CommandLine.Run("weights", "list", "resnet50").Out);
        Assert.Contains("was damaged and has been replaced", CommandLine.Run("weights", "pull", "resnet50:xrv-all", "--mirror", _mirror.Path).Out);
        Assert.AreEqual(0, CommandLine.Run("weights", "verify", _folder[Xrv]).ExitCode);
    }

    [TestMethod]
    public void TheListIsThereForProgramsToo()
    {
        var list = CommandLine.Run("weights", "list", "--json");
        Assert.AreEqual(0, list.ExitCode, list.Error);
        using var json = JsonDocument.Parse(list.Out);
        Assert.AreEqual(PublishedWeights.All.Count, json.RootElement.GetArrayLength());
        var first = json.RootElement.EnumerateArray().First(row => row.GetProperty("file").GetString() == "resnet18-f37072fd.pth");
        Assert.AreEqual("missing", first.GetProperty("state").GetString());
        Assert.AreEqual("f37072fd", first.GetProperty("expectedSha256").GetString());
        Assert.AreEqual("published", first.GetProperty("sha256Source").GetString());
        Assert.AreEqual(-2.118, first.GetProperty("range")[0].GetDouble(), 1e-3);
        Assert.AreEqual(69.758, first.GetProperty("top1").GetDouble());
    }

    [TestMethod]
    public void AnImportGoesByTheNameOrByWhatIsSaid()
    {
        CommandLine.Run("weights", "import", _mirror[Xrv]).AssertRefused("what is in it cannot be resnet50:xrv-all, whose name it has");
        Assert.Contains("resnet50:xrv-all is there now", CommandLine.Run("weights", "import", _mirror[Xrv], "--as", "resnet50:xrv-all").Out);
        File.WriteAllBytes(_mirror["renamed"], HubSetting.Checkpoint(seed: 2));
        CommandLine.Run("weights", "import", _mirror["renamed"]).AssertRefused("A file of your own needs no import");
        Assert.Contains("resnet50:radimagenet is there now", CommandLine.Run("weights", "import", _mirror["renamed"], "--as", "resnet50:radimagenet").Out);
        Assert.IsTrue(File.Exists(_folder["ResNet50.pt"]));
        CommandLine.Run("weights", "import", _mirror["renamed"], "--as", "resnet18").AssertRefused("must begin with f37072fd");
    }

    [TestMethod]
    public void OneThatFailsDoesNotKeepTheOthersAway()
    {
        var pull = CommandLine.Run("weights", "pull", "resnet18", "resnet50", "xrv-all", "--mirror", _mirror.Path);
        Assert.AreEqual(1, pull.ExitCode);
        Assert.Contains("The mirror must hold resnet18-f37072fd.pth", pull.Error);
        Assert.IsTrue(File.Exists(_folder[Xrv]));
    }

    [TestMethod]
    public void ACancelledPullSaysThatItGoesOn()
    {
        using var server = new FileServer(HubSetting.Checkpoint(seed: 1));
        using var cancel = new CancellationTokenSource();
        server.BreaksAfter.Enqueue(50_000);
        server.AfterHead = () => { if (server.Requests.Count == 2) cancel.Cancel(); };
        var pull = CommandLine.Run(new StringWriter(), cancel.Token, "weights", "pull", "resnet50:xrv-all", "--mirror", server.Address);
        Assert.AreEqual(130, pull.ExitCode, pull.Error);
        Assert.Contains("'mlnettl weights pull resnet50:xrv-all' goes on from there.", pull.Error);
    }

    [TestMethod]
    public void NamesThatAreWrongGetASuggestion()
    {
        CommandLine.Run("weights", "pull", "resnet5").AssertRefused("Unknown backbone 'resnet5'. Did you mean 'resnet50'?");
        CommandLine.Run("weights", "pull", "resnet50", "xrv-al").AssertRefused("Unknown weights 'xrv-al' of resnet50. Did you mean 'xrv-all'?");
        CommandLine.Run("weights", "pul").AssertRefused("Unknown command 'pul'. Did you mean 'pull'?");
        CommandLine.Run("weights", "pull", "resnet50", "--mirror", _mirror["none"]).AssertRefused("Mirror must be an existing folder or an address");
        CommandLine.Run("weights", "pull", "resnet50", "--proxi").AssertRefused("Unknown option '--proxi' of 'pull'. Did you mean '--proxy'?", "'mlnettl weights pull --help' tells");
        CommandLine.Run("weights", "verify", "resnet50").AssertRefused($"Nothing of resnet50 is in {_folder.Path}.");
        Assert.Contains("No weights are in", CommandLine.Run("weights", "verify").Out);
    }

    [TestMethod]
    public void WordsAreReadAsNetworksAndTheirWeights()
    {
        Assert.AreEqual("resnet18:imagenet1k-v1 resnet50:xrv-all resnet50:imagenet1k-v2",
            string.Join(' ', WeightsNames.Find(["resnet18", "resnet50", "xrv-all", "resnet50:imagenet1k-v2", "resnet18:imagenet"]).Select(row => row.Reference)));
    }

    [TestMethod]
    public async Task AProxyIsTakenFromTheOptionOrTheEnvironmentAndNoProxyIsObeyed()
    {
        // The names end in 'invalid', which no server resolves (RFC 2606): only a proxy can answer.
        using var proxy = new FileServer(HubSetting.Checkpoint(seed: 1));
        var pull = CommandLine.Run("weights", "pull", "resnet50:xrv-all", "--mirror", "http://mirror.invalid/w", "--proxy", proxy.Address);
        Assert.AreEqual(0, pull.ExitCode, pull.Error);
        Assert.AreEqual($"GET http://mirror.invalid/w/{Xrv} HTTP/1.1", proxy.Requests.Single().Line);

        // A process reads its proxies once, so these are processes of their own.
        File.Delete(_folder[Xrv]);
        var (code, output) = await Process("http://mirror.invalid/w", ("HTTP_PROXY", proxy.Address));
        Assert.AreEqual(0, code, output);
        Assert.HasCount(2, proxy.Requests);
        File.Delete(_folder[Xrv]);
        (code, output) = await Process("http://mirror.invalid/w", ("HTTP_PROXY", proxy.Address), ("NO_PROXY", ".invalid"));
        Assert.AreEqual(1, code, output);
        Assert.Contains("mlnettl weights import", output);
        Assert.HasCount(2, proxy.Requests);
    }

    private async Task<(int Code, string Output)> Process(string mirror, params (string Name, string Value)[] environment)
    {
        var program = typeof(WeightsNames).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", program, "weights", "pull", "resnet50:xrv-all", "--mirror", mirror])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy" }) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
