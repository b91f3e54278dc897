using MlNetTL.Backbones;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>Finds the file of weights that are asked for by name or by path.</summary>
public static class WeightsLocator
{
    /// <summary>The name that means the first published weights of any network.</summary>
    public const string ImageNet = "imagenet";

    // As a training run names its model.
    private const string ModelName = "model.zip";

    /// <summary>Finds weights for a network.</summary>
    /// <param name="backbone">The network's row.</param>
    /// <param name="nameOrPath">'imagenet', the name of a row of <see cref="BackboneDefinition.Weights"/>, or a path: a checkpoint (with <c>#key</c> for one set
    /// of several), a trained model's zip, or the folder of a run that holds <c>model.zip</c>. Named weights are looked for by their published file name in
    /// <see cref="Folders.Weights"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says which file to put where.</exception>
    /// <exception cref="InvalidDataException">The named file is not the published one, by its SHA-256 or the one recorded beside it; or the model's network is
    /// another one.</exception>
    public static LocatedWeights Find(BackboneDefinition backbone, string nameOrPath)
    {
        if (Named(backbone, nameOrPath) is not { } row) return Own(backbone, nameOrPath);
        var path = Path.Combine(Folders.Weights, row.FileName);
        var pull = $"mlnettl weights pull {backbone.Name}{(row == backbone.Weights[0] ? "" : $":{row.Name}")}";
        if (!File.Exists(path))
            throw new FileNotFoundException($"The weights '{nameOrPath}' of {backbone.Name} must lie at {path}. Run '{pull}' or get {row.Url} and put it there, or name the file by its path; "
                + "MLNETTL_WEIGHTS moves the folder.", path);
        var found = new LocatedWeights(path, row);
        if (row.Sha256 is { } published && !found.Sha256.StartsWith(published, StringComparison.Ordinal))
            throw new InvalidDataException($"{path} is not the published file: its SHA-256 must begin with {published} and is {found.Sha256}. Run '{pull}' or get {row.Url} again.");
        if (row.Sha256 is null && RecordedHash.Read(path) is { } recorded && found.Sha256 != recorded)
            throw new InvalidDataException($"{path} is not the file that was first pulled: {RecordedHash.PathOf(path)} records the SHA-256 {recorded}, and it has {found.Sha256}. "
                + $"Run '{pull}' or get {row.Url} again; where the publisher replaced it, delete the record.");
        return found;
    }

    private static WeightsDefinition? Named(BackboneDefinition backbone, string name) =>
        name.Equals(ImageNet, StringComparison.OrdinalIgnoreCase)
            ? backbone.Weights is [var first, ..] ? first : null
            : backbone.Weights.FirstOrDefault(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static LocatedWeights Own(BackboneDefinition backbone, string nameOrPath)
    {
        var path = Directory.Exists(nameOrPath) ? Path.Combine(nameOrPath, ModelName) : nameOrPath;
        var file = LocatedWeights.FileOf(path);
        if (!File.Exists(file)) throw Absent(backbone, nameOrPath, file);
        if (ModelZip.Describe(file) is not { } model) return new(path, Published(backbone, file));
        return model.Backbone.Equals(backbone.Name, StringComparison.OrdinalIgnoreCase)
            ? new(path, null, model)
            : throw new InvalidDataException($"{path} holds a model of {model.Backbone}, and weights of {backbone.Name} were asked for. Choose the backbone {model.Backbone}, or other weights.");
    }

    // A published file is known by its name and its hash or content wherever it lies, and brings its preprocessing: a wrong range of pixels is the most
    // frequent mistake.
    private static WeightsDefinition? Published(BackboneDefinition backbone, string file) => backbone.Weights.FirstOrDefault(row =>
        row.FileName.Equals(Path.GetFileName(file), StringComparison.OrdinalIgnoreCase)
        && (row.Sha256 is { } published ? KnownHash.Of(file).StartsWith(published, StringComparison.Ordinal) : PublishedContent.Agrees(backbone, row, file)));

    private static FileNotFoundException Absent(BackboneDefinition backbone, string received, string file)
    {
        string[] names = [ImageNet, .. backbone.Weights.Select(row => row.Name)];
        return new($"Weights of {backbone.Name} must be one of {string.Join(", ", names)}, or an existing file. "
            + $"Received: '{received}'.{Suggestion.For(received, names)} Looked for: {Path.GetFullPath(file)}.", file);
    }
}
