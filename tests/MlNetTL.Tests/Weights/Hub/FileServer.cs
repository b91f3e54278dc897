using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlNetTL.Tests.Weights;

/// <summary>A web server on this machine with one file, which misbehaves as a test wants. It speaks just enough of HTTP/1.1, one request a connection.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<FileRequest> _requests = [];

    public FileServer(byte[] file)
    {
        File = file;
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>The address, with a slash at its end.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>What is served.</summary>
    public byte[] File { get; set; }

    /// <summary>The strong entity tag, or null for none.</summary>
    public string? Tag { get; set; } = "\"1\"";

    /// <summary>The time of the last change, or null for none.</summary>
    public string? Modified { get; set; }

    /// <summary>Whether a Range header has an effect.</summary>
    public bool HonoursRange { get; set; } = true;

    /// <summary>Whether a range is served although If-Range asks for another file: a server that does not know If-Range.</summary>
    public bool IgnoresIfRange { get; set; }

    /// <summary>The number of bytes after which the connection breaks, for each request in turn; whole ones follow.</summary>
    public Queue<int> BreaksAfter { get; } = new();

    /// <summary>Answers of another kind, for each request in turn: status line and headers, then a blank line and the body.</summary>
    public Queue<string> Answers { get; } = new();

    /// <summary>Whether the server takes a request and says nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Runs after the head of an answer was sent.</summary>
    public Action? AfterHead { get; set; }

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<FileRequest> Requests
    {
        get { lock (_lock) return [.. _requests]; }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = Task.Run(() => AnswerAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var request = await FileRequest.ReadAsync(stream);
            lock (_lock) _requests.Add(request);
            if (IsSilent) await Task.Delay(Timeout.Infinite, _end.Token);
            if (Answers.TryDequeue(out var answer))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.ReplaceLineEndings("\r\n")));
                return;
            }
            await SendFileAsync(stream, request);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
        {
        }
    }

    private async Task SendFileAsync(NetworkStream stream, FileRequest request)
    {
        var isSame = request["If-Range"] is not { } known || known == Tag || known == Modified || IgnoresIfRange;
        var start = HonoursRange && isSame && request["Range"] is { } range ? int.Parse(range["bytes=".Length..^1]) : 0;
        var validators = (Tag is null ? "" : $"ETag: {Tag}\r\n") + (Modified is null ? "" : $"Last-Modified: {Modified}\r\n");
        if (start >= File.Length)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */{File.Length}\r\nContent-Length: 0\r\n\r\n"));
            return;
        }
        var head = start > 0 ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{File.Length - 1}/{File.Length}\r\n" : "HTTP/1.1 200 OK\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}{validators}Content-Type: application/octet-stream\r\nContent-Length: {File.Length - start}\r\nConnection: close\r\n\r\n"));
        AfterHead?.Invoke();
        var count = BreaksAfter.TryDequeue(out var most) ? Math.Min(most, File.Length - start) : File.Length - start;
        await stream.WriteAsync(File.AsMemory(start, count));
    }
}

/// <summary>A request: its first line and its headers.</summary>
/// <param name="Line">The first line.</param>
/// <param name="Headers">The headers.</param>
internal sealed record FileRequest(string Line, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string name] => Headers.GetValueOrDefault(name);

    public static async Task<FileRequest> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0) text.Append((char)one[0]);
        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new(lines[0], lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase));
    }
}
