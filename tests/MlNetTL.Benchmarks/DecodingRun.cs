using System.Diagnostics;
using System.Globalization;
using MlNetTL.Data;
using MlNetTL.Images;

namespace MlNetTL.Benchmarks;

/// <summary>Files a second that are decoded and resized into the image store, beside PIL and torchvision's transforms on the same files with as many workers; and how
/// much faster the store's second epoch is than its first. In turns: a machine whose speed drifts gives fair ratios.</summary>
internal static class DecodingRun
{
    private const int Rounds = 3;

    /// <summary>Runs it.</summary>
    /// <param name="folder">The images.</param>
    /// <param name="size">Both sides of the decoded images, in pixels.</param>
    /// <param name="python">A Python with torch and torchvision; null to measure the product alone.</param>
    public static void Run(string folder, int size, string? python)
    {
        var files = ImageFiles.In(folder);
        var settings = new DecodeSettings(size, size, Channels: 3);
        var bytes = files.Sum(file => new FileInfo(file).Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Length} files, {bytes / 1e6:f1} MB, to 3 x {size} x {size}, {Environment.ProcessorCount} cores"));
        // Once without a stopwatch: the files come into the system's cache, the code into the compiled one.
        _ = Epochs(files, settings);
        var (first, second, alone, theirs) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            var (decoding, reading) = Epochs(files, settings);
            first.Add(decoding);
            second.Add(reading);
            alone.Add(Seconds(() => Decode(files, settings)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: MlNetTL first epoch {files.Length / decoding:f0} images/s, second {files.Length / reading:f0} images/s; decoding without the store {files.Length / alone[^1]:f0} images/s"));
            if (python is null) continue;
            theirs.Add(Peer(python, folder, size));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: PIL + torchvision {files.Length / theirs[^1]:f0} images/s"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio second / first epoch: {Median(first.Zip(second, (a, b) => a / b)):f1}"));
        if (theirs.Count > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio MlNetTL / PIL + torchvision, decoding without the store: {Median(alone.Zip(theirs, (a, b) => b / a)):f2}"));
        if (theirs.Count > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio MlNetTL / PIL + torchvision, first epoch: {Median(first.Zip(theirs, (a, b) => b / a)):f2}"));
    }

    // The first epoch decodes, writes the store and reads it, as a fit does; the second reads it.
    private static (double First, double Second) Epochs(string[] files, DecodeSettings settings)
    {
        var folder = Directory.CreateTempSubdirectory("mlnettl-decoding-");
        try
        {
            var first = Seconds(() => Epoch(files, settings, folder.FullName));
            return (first, Seconds(() => Epoch(files, settings, folder.FullName)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Epoch(string[] files, DecodeSettings settings, string folder)
    {
        using var stored = ImageStore.Open(settings, folder).Prepare(files, skipUnreadable: false);
        var row = new byte[settings.RowBytes];
        for (var i = 0; i < files.Length; i++) stored.CopyTo(i, row);
    }

    private static void Decode(string[] files, DecodeSettings settings) =>
        Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, () => new byte[settings.RowBytes], (i, _, row) =>
        {
            ImageDecoder.DecodeFile(files[i], settings, row);
            return row;
        }, _ => { });

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Peer(string python, string folder, int size)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peer_decoding.py"), folder, $"{size}", $"{Environment.ProcessorCount}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var seconds = double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        process.WaitForExit();
        return seconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
