using System.Net;
using System.Net.Http.Headers;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>Brings one address into a <see cref="PartFile"/>: goes on from what is there where the server agrees, begins anew where it does not, and tries again
/// where a connection is lost.</summary>
internal sealed class Download(HttpClient http, Uri url, PartFile part, string file, bool isHashKnown, WeightsHubOptions options, ProgressMeter meter, TimeProvider clock)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestObedience = TimeSpan.FromMinutes(2);

    private bool _gotBytes;

    /// <summary>Runs until the part holds the whole file.</summary>
    /// <exception cref="LostConnectionException">It did not come to an end.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        // Of all attempts: a server that always begins anew must not be asked for ever.
        var furthest = part.Length;
        for (var failures = 0; ;)
        {
            try
            {
                await OnceAsync(cancel);
                return;
            }
            catch (LostConnectionException lost)
            {
                failures = part.Length > furthest ? 1 : failures + 1;
                furthest = Math.Max(furthest, part.Length);
                if (lost.IsFinal || failures >= options.Attempts) throw;
                meter.Wait();
                await Task.Delay(PauseAfter(failures, lost.RetryAfter), clock, cancel);
            }
        }
    }

    private TimeSpan PauseAfter(int failures, TimeSpan? retryAfter) => retryAfter is { } told
        ? TimeSpan.FromTicks(Math.Min(told.Ticks, s_longestObedience.Ticks))
        : TimeSpan.FromTicks(Math.Min(options.Pause.Ticks << (failures - 1), s_longestPause.Ticks));

    private async Task OnceAsync(CancellationToken cancel)
    {
        using var request = Request();
        var resumes = request.Headers.Range is not null;
        if (!resumes) part.Reset();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(options.Timeout);
        using var response = await Network(() => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token), cancel);
        if (resumes && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // All of it may have come already.
            if (response.Content.Headers.ContentRange?.Length == part.Length && part.Notes!.Total == part.Length) return;
            part.Reset();
            throw new LostConnectionException("the file is another one than before");
        }
        Refuse(response);
        var goesOn = resumes && response.StatusCode == HttpStatusCode.PartialContent;
        if (goesOn && !Continues(response))
        {
            part.Reset();
            throw new LostConnectionException("the file is another one than before");
        }
        if (!goesOn) part.Reset();
        var total = goesOn ? part.Notes!.Total : response.Content.Headers.ContentLength;
        if (!goesOn) part.Keep(new(url, response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null, response.Content.Headers.LastModified, total));
        RequireSpace(total);
        meter.Begin(part.Length, total);
        timeout.CancelAfter(options.Timeout);
        await using var body = await Network(() => response.Content.ReadAsStreamAsync(timeout.Token), cancel);
        await CopyAsync(body, timeout, cancel);
        if (total is { } all && part.Length != all) throw new LostConnectionException($"the connection ended after {ByteText.Of(part.Length)} of {ByteText.Of(all)}");
    }

    private async Task CopyAsync(Stream body, CancellationTokenSource timeout, CancellationToken cancel)
    {
        var block = new byte[1 << 17];
        while (await Network(() => body.ReadAsync(block, timeout.Token).AsTask(), cancel) is > 0 and var count)
        {
            timeout.CancelAfter(options.Timeout);
            if (part.Length == 0 && ContentCheck.IsPage(block.AsSpan(0, count))) throw Page();
            try
            {
                await part.AppendAsync(block.AsMemory(0, count), cancel);
            }
            catch (IOException error) when (DiskSpace.IsFull(error))
            {
                throw new WeightsDownloadException($"The disk of '{options.Folder}' is full after {ByteText.Of(part.Length)} of {Path.GetFileName(file)}. Free some space there, or set "
                    + "MLNETTL_WEIGHTS to a folder on a larger disk. What has come is kept, and pull goes on from there.", error);
            }
            _gotBytes = true;
            meter.Add(count);
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.AcceptEncoding.Add(new("identity"));
        var notes = part.Notes;
        if (part.Length == 0 || notes is null || notes.Url != url || notes.Total is null) return request;
        // Without a tag or a time, only a known hash can tell that both halves are of one file.
        if (notes.Tag is null && notes.Modified is null && !isHashKnown) return request;
        request.Headers.Range = new RangeHeaderValue(part.Length, null);
        if (notes.Tag is { } tag) request.Headers.IfRange = new(new EntityTagHeaderValue(tag));
        else if (notes.Modified is { } modified) request.Headers.IfRange = new(modified);
        return request;
    }

    private bool Continues(HttpResponseMessage response) =>
        response.Content.Headers.ContentRange is { From: { } from, Length: { } length } && from == part.Length && length == part.Notes!.Total
        && (response.Headers.ETag is not { IsWeak: false } tag || part.Notes.Tag is null || tag.Tag == part.Notes.Tag);

    private TimeSpan? PauseOf(RetryConditionHeaderValue? told) =>
        told?.Delta ?? (told?.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null);

    private void Refuse(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var said = $"the server answered {status}{(response.ReasonPhrase is { Length: > 0 } phrase ? $" ({phrase})" : "")}";
        if (status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
            throw new LostConnectionException(said) { RetryAfter = PauseOf(response.Headers.RetryAfter) };
        if (response.Headers.Location is { } location && status is >= 300 and < 400)
            throw new LostConnectionException($"{said} and sends to {location}, which is not followed") { IsFinal = true };
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent)) throw new LostConnectionException(said) { IsFinal = true };
        if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml") throw Page();
    }

    private static LostConnectionException Page() => new("the server answered with a web page instead of the file. Some hosts do so for large files, for sign-in or "
        + "behind a proxy: open the address in a browser")
    { IsFinal = true };

    private void RequireSpace(long? total)
    {
        if (total is not { } all) return;
        var (needed, free) = (all - part.Length, options.FreeBytes(options.Folder));
        if (needed > free)
            throw new WeightsDownloadException($"{Path.GetFileName(file)} needs {ByteText.Of(needed)} more, but only {ByteText.Of(free)} are free on the disk of '{options.Folder}'. "
                + "Free some space there, or set MLNETTL_WEIGHTS to a folder on a larger disk.");
    }

    private async Task<T> Network<T>(Func<Task<T>> act, CancellationToken cancel)
    {
        try
        {
            return await act();
        }
        catch (HttpRequestException error)
        {
            // Where nothing has come yet, a machine without a connection need not wait for the last attempt.
            var hopeless = error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            throw new LostConnectionException(Reason(error), error) { IsFinal = hopeless && !_gotBytes };
        }
        catch (IOException error)
        {
            throw new LostConnectionException(Reason(error), error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new LostConnectionException($"nothing came for {options.Timeout.TotalSeconds:0.#} s", error);
        }
    }

    private static string Reason(Exception error) => error.InnerException is { } inner && !error.Message.Contains(inner.Message, StringComparison.Ordinal)
        ? $"{error.Message.TrimEnd('.')}: {inner.Message.TrimEnd('.')}" : error.Message.TrimEnd('.');
}

/// <summary>An attempt that did not bring the whole file. Its message goes on a sentence.</summary>
internal sealed class LostConnectionException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>Whether another attempt would end the same way.</summary>
    public bool IsFinal { get; init; }

    /// <summary>When the server wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
