using System.Net;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>Gets published weights into the weights folder, and tells what is there. It is the one place of the library that uses the network, and it does so in
/// <see cref="PullAsync"/> alone.</summary>
/// <remarks>What it puts into the folder is whole and has the published SHA-256 where there is one. Instances may be used by several threads; two that pull the
/// same file at once do not disturb each other: the second is refused.</remarks>
/// <example><code>
/// using var hub = new WeightsHub();
/// var arrival = await hub.PullAsync(PublishedWeights.Find("resnet50:xrv-all"));
/// Console.WriteLine(arrival.Check.Path);
/// </code></example>
public sealed class WeightsHub : IDisposable
{
    private readonly WeightsHubOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lazy<HttpClient> _http;

    /// <summary>Opens the folder; nothing is read, written or asked yet.</summary>
    /// <param name="options">Settings; null for the defaults, which the environment may change.</param>
    /// <param name="clock">The clock of pauses and estimates; null for the system's.</param>
    /// <exception cref="ArgumentException">Settings do not hold; all problems are told at once.</exception>
    public WeightsHub(WeightsHubOptions? options = null, TimeProvider? clock = null)
    {
        _options = options ?? new();
        _clock = clock ?? TimeProvider.System;
        var problems = string.Join(" ", _options.Problems());
        if (problems.Length > 0) throw new ArgumentException(problems);
        _http = new(NewClient);
    }

    /// <summary>The folder of weights.</summary>
    public string Folder => Path.GetFullPath(_options.Folder);

    /// <summary>Where the file of a row is, or belongs.</summary>
    /// <param name="weights">The row.</param>
    public string PathOf(PublishedWeights weights) => weights.PathIn(Folder);

    /// <summary>What is there of a row, without reading it: never <see cref="WeightsState.Damaged"/>.</summary>
    /// <param name="weights">The row.</param>
    public WeightsState Glance(PublishedWeights weights)
    {
        var path = PathOf(weights);
        return File.Exists(path) ? WeightsState.Present : File.Exists(PartFile.PathOf(path)) ? WeightsState.Partial : WeightsState.Missing;
    }

    /// <summary>Compares what is there of a row with the SHA-256 that it must have.</summary>
    /// <param name="weights">The row.</param>
    /// <param name="progress">Told of bytes as they are read, on the thread that reads them; null for nobody.</param>
    /// <param name="cancel">Ends it early.</param>
    public Task<WeightsCheck> CheckAsync(PublishedWeights weights, IProgress<WeightsProgress>? progress = null, CancellationToken cancel = default) =>
        CheckAsync(weights, PathOf(weights), progress, cancel);

    /// <summary>Gets a row's file unless it is there: from the mirror where one is set, else from its publisher. A download that was broken off goes on where
    /// it was.</summary>
    /// <param name="weights">The row.</param>
    /// <param name="progress">Told of bytes as they come, on the thread that takes them; null for nobody.</param>
    /// <param name="cancel">Ends it early. What has come is kept for the next time.</param>
    /// <exception cref="WeightsDownloadException">It cannot be got, or does not fit on the disk; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">What came is not the published file, or not the recorded one. Nothing of it is kept.</exception>
    public async Task<WeightsArrival> PullAsync(PublishedWeights weights, IProgress<WeightsProgress>? progress = null, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(Folder);
        var found = await CheckAsync(weights, progress, cancel);
        if (found.State == WeightsState.Present) return Recorded(WeightsOutcome.AlreadyThere, found);
        if (_options.MirrorFolder is { } mirror)
        {
            var source = Path.Combine(mirror, weights.Definition.FileName);
            if (!Directory.Exists(mirror))
                throw new ArgumentException($"Mirror must be an existing folder or an address that begins with http:// or https://. Received: '{_options.Mirror}'. Mount or correct it, or unset {WeightsHubOptions.MirrorVariable}.");
            if (!File.Exists(source)) throw new WeightsDownloadException($"The mirror must hold {weights.Definition.FileName}. Looked for {source}. Put the file there from {weights.Definition.Url}, or pull without the mirror to ask its publisher.");
            var hash = await FileHash.OfAsync(source, Meter(progress, WeightsStage.Checking, weights), cancel);
            await new WeightsCopy(_options, weights, Meter(progress, WeightsStage.Copying, weights)).RunAsync(source, hash, cancel);
            return Arrived(weights, found, hash);
        }
        return Arrived(weights, found, await DownloadAsync(weights, progress, cancel));
    }

    /// <summary>Takes a file that was got in another way into the folder, by copying it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="weights">The row that it is; null where its name or its SHA-256 tells.</param>
    /// <param name="progress">Told of bytes as they are read and copied; null for nobody.</param>
    /// <param name="cancel">Ends it early; nothing is changed then.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">It is none of the published files.</exception>
    /// <exception cref="InvalidDataException">It has the name of a published file, or is said to be one, and is not.</exception>
    public async Task<WeightsArrival> ImportAsync(string file, PublishedWeights? weights = null, IProgress<WeightsProgress>? progress = null,
        CancellationToken cancel = default)
    {
        if (!File.Exists(file)) throw new FileNotFoundException($"The file to import must exist. Looked for: {Path.GetFullPath(file)}.", file);
        var hash = await FileHash.OfAsync(file, new(progress, WeightsStage.Checking, Path.GetFileName(file), _clock), cancel);
        weights ??= WeightsRecognition.Of(file, hash);
        var found = await CheckAsync(weights, progress, cancel);
        if (found.State == WeightsState.Present && found.Sha256 == hash) return Recorded(WeightsOutcome.AlreadyThere, found);
        await new WeightsCopy(_options, weights, Meter(progress, WeightsStage.Copying, weights)).RunAsync(file, hash, cancel);
        PartFile.Delete(PathOf(weights));
        return Arrived(weights, found, hash);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_http.IsValueCreated) _http.Value.Dispose();
    }

    /// <summary>Compares a file anywhere with what a row must be.</summary>
    internal async Task<WeightsCheck> CheckAsync(PublishedWeights weights, string path, IProgress<WeightsProgress>? progress, CancellationToken cancel)
    {
        var expected = ExpectedHash.Of(weights, path);
        if (!File.Exists(path))
        {
            var part = new FileInfo(PartFile.PathOf(path));
            return new(weights, part.Exists ? WeightsState.Partial : WeightsState.Missing, path, part.Exists ? part.Length : 0, null, expected.Start, expected.Source);
        }
        var meter = Meter(progress, WeightsStage.Checking, weights);
        var length = new FileInfo(path).Length;
        var hash = await FileHash.OfAsync(path, meter, cancel);
        var isGood = expected.Source == HashSource.Unknown ? ContentCheck.Problem(path) is null : expected.Allows(hash);
        return new(weights, isGood ? WeightsState.Present : WeightsState.Damaged, path, length, hash, expected.Start, expected.Source);
    }

    private async Task<string> DownloadAsync(PublishedWeights weights, IProgress<WeightsProgress>? progress, CancellationToken cancel)
    {
        var path = PathOf(weights);
        var expected = ExpectedHash.Of(weights, path);
        var url = _options.MirrorAddress is { } mirror ? new Uri(mirror, Uri.EscapeDataString(weights.Definition.FileName)) : weights.Definition.Url;
        while (true)
        {
            using var part = await PartFile.OpenAsync(path, Meter(progress, WeightsStage.Checking, weights), cancel);
            var isResumed = part.Length > 0;
            try
            {
                await new Download(_http.Value, url, part, path, expected.Start is not null, _options, Meter(progress, WeightsStage.Downloading, weights), _clock).RunAsync(cancel);
            }
            catch (LostConnectionException lost)
            {
                throw Unavailable(weights, url, lost, part);
            }
            var hash = part.Finish();
            if (Problem(weights, expected, part, path, hash, url) is not { } problem)
            {
                part.Publish();
                return hash;
            }
            part.Discard();
            // The beginning may have been of an older file. Once it is gone, the next round begins anew.
            if (!isResumed) throw problem;
        }
    }

    private static InvalidDataException? Problem(PublishedWeights weights, ExpectedHash expected, PartFile part, string path, string hash, Uri url) =>
        !expected.Allows(hash) ? expected.Refusal(weights, $"What {url} sent", path, hash)
        : expected.Source == HashSource.Unknown && part.ContentProblem() is { } problem ? new($"What {url} sent {problem}. It was not kept.")
        : null;

    private WeightsDownloadException Unavailable(PublishedWeights weights, Uri url, LostConnectionException lost, PartFile part)
    {
        var (name, total) = (weights.Definition.FileName, part.Notes?.Total);
        var kept = part.Length > 0 ? $" {ByteText.Of(part.Length)} of it have come and are kept; pull goes on from there." : "";
        var mirrored = _options.MirrorAddress is null ? "" : " Only the mirror was asked; without it, the publisher is.";
        return new($"{name} could not be got from {url}: {lost.Message}.{kept}{mirrored} Where this machine has no connection, get {weights.Definition.Url}"
            + $"{(total is { } bytes ? $" ({ByteText.Of(bytes)})" : "")} elsewhere and put it into {Folder} as {name}, or run 'mlnettl weights import <file>', which checks it first. "
            + $"HTTPS_PROXY names a proxy, {WeightsHubOptions.MirrorVariable} a mirror.", lost);
    }

    private WeightsArrival Arrived(PublishedWeights weights, WeightsCheck before, string hash)
    {
        var path = PathOf(weights);
        var now = before with { State = WeightsState.Present, Bytes = new FileInfo(path).Length, Sha256 = hash };
        return Recorded(before.State == WeightsState.Damaged ? WeightsOutcome.Replaced : WeightsOutcome.Arrived, now);
    }

    private static WeightsArrival Recorded(WeightsOutcome outcome, WeightsCheck check)
    {
        if (check.Source != HashSource.Unknown) return new(outcome, check, NewlyRecorded: false);
        RecordedHash.Write(check.Path, check.Sha256!);
        return new(outcome, check with { Expected = check.Sha256, Source = HashSource.Recorded }, NewlyRecorded: true);
    }

    private ProgressMeter Meter(IProgress<WeightsProgress>? progress, WeightsStage stage, PublishedWeights weights) =>
        new(progress, stage, weights.Definition.FileName, _clock);

    private HttpClient NewClient()
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = _options.Timeout, UseCookies = false, MaxAutomaticRedirections = 10 };
        if (_options.Proxy is { } proxy)
        {
            var address = new Uri(proxy);
            var names = Uri.UnescapeDataString(address.UserInfo).Split(':', 2);
            handler.Proxy = new WebProxy(address) { Credentials = names.Length == 2 ? new NetworkCredential(names[0], names[1]) : null };
        }
        var http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("MlNetTL");
        return http;
    }
}
