namespace MlNetTL.Tests.Cli;

/// <summary>A folder with a cache of its own, and pipelines that train within seconds on few small phantoms.</summary>
internal sealed class TinyRuns : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _cache = Environment.GetEnvironmentVariable("MLNETTL_CACHE");

    public TinyRuns() => Environment.SetEnvironmentVariable("MLNETTL_CACHE", _folder["cache"]);

    public string Root => _folder.Path;

    public string this[string relativePath] => _folder[relativePath];

    /// <summary>Several labels on phantoms; the folder 'runs' gets the runs.</summary>
    public string MultiLabel() => Write("multilabel.json", """
        {
          "name": "tiny",
          "data": { "dataset": "phantoms", "view": "frontal", "validation": ["valid"], "phantoms": { "trainPatients": 16, "validPatients": 24, "size": 48 } },
          "task": { "kind": "multiLabel", "labels": ["Cardiomegaly", "Pleural Effusion"], "uncertain": "ones", "blank": "negative" },
          "image": { "size": 32, "channels": 1 },
          "augmentation": [{ "kind": "crop" }, { "kind": "flip" }],
          "training": { "batchSize": 16, "epochs": 1 },
        }
        """);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = _folder[name];
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The images of the phantoms' valid.csv, which a run on them has drawn.</summary>
    public string[] ValidationImages() =>
        [.. Directory.EnumerateFiles(_folder["cache/phantoms"], "*.jpg", SearchOption.AllDirectories)
        .Where(path => path.Contains("/valid/") && path.Contains("frontal")).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MLNETTL_CACHE", _cache);
        _folder.Dispose();
    }
}
