namespace MlNetTL.Experiments.Runs;

/// <summary>Where a result comes from, as Roberts et al. (2021) ask of every model: enough to make it again.</summary>
/// <param name="StartedAt">When the run began.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Device">The device that trained, as in cpu or cuda:0, with its name.</param>
/// <param name="Threads">The number of threads on the CPU.</param>
/// <param name="Backbone">The network.</param>
/// <param name="Weights">The pretrained weights, or null from scratch.</param>
/// <param name="WeightsSha256">Their hash, in hexadecimal.</param>
/// <param name="Preprocessing">Decoding, size, and normalisation in a sentence.</param>
/// <param name="Versions">The versions of everything that took part, by name.</param>
/// <param name="Pretrained">What is known of the pretrained weights; null from scratch, and in files from before this was kept.</param>
/// <param name="Normalization">Where the mean and standard deviation came from; null in files from before this was kept.</param>
/// <param name="TestTimeViews">What is scored of an image, in words; null for the image as it is.</param>
public sealed record Provenance(
    DateTimeOffset StartedAt,
    int Seed,
    string Device,
    int Threads,
    string Backbone,
    string? Weights,
    string? WeightsSha256,
    string Preprocessing,
    IReadOnlyDictionary<string, string> Versions,
    WeightsProvenance? Pretrained = null,
    string? Normalization = null,
    string? TestTimeViews = null);
