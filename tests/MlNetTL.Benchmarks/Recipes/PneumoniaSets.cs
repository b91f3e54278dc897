using System.Globalization;
using MlNetTL.Foundation;

namespace MlNetTL.Benchmarks.Recipes;

/// <summary>The images of one seed: so many of each class to train on, others of other patients to choose a recipe by, and the test images, which are for one last look.</summary>
/// <remarks>The lists of the shared folder are taken where they are for this seed and number; else the images are drawn.</remarks>
internal sealed class PneumoniaSets
{
    private readonly IReadOnlyList<Row> _train;
    private readonly IReadOnlyList<Row> _all;

    /// <summary>Divides the images.</summary>
    /// <param name="shared">The folder with <c>data/pneumonia</c> and <c>golden</c>.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="perClass">Training images of each class.</param>
    /// <param name="validationPerClass">Validation images of each class.</param>
    public PneumoniaSets(string shared, int seed, int perClass, int validationPerClass)
    {
        Folder = Path.Combine(shared, "data", "pneumonia");
        _all = [.. File.ReadLines(Path.Combine(Folder, "labels.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => new Row(cells[0], cells[1], cells[2], cells[3]))];
        var published = Path.Combine(shared, "golden", string.Create(CultureInfo.InvariantCulture, $"pneumonia_{perClass}_seed{seed}.csv"));
        _train = File.Exists(published) ? Listed(published) : Draw(Of("train"), perClass, seed, "training images");
        var patients = _train.Select(row => row.Patient).ToHashSet(StringComparer.Ordinal);
        Validation = Draw([.. Of("train").Where(row => !patients.Contains(row.Patient))], validationPerClass, seed, "validation images");
    }

    /// <summary>Where the images lie.</summary>
    public string Folder { get; }

    /// <summary>What is trained on.</summary>
    public IReadOnlyList<Row> Train => _train;

    /// <summary>What recipes are compared by: no patient of the training images is in it.</summary>
    public IReadOnlyList<Row> Validation { get; }

    /// <summary>The test images.</summary>
    public IReadOnlyList<Row> Test => Of("test");

    private List<Row> Of(string split) => [.. _all.Where(row => row.Split == split)];

    private List<Row> Listed(string csv)
    {
        var byPath = _all.ToDictionary(row => row.Path, StringComparer.Ordinal);
        return [.. File.ReadLines(csv).Skip(1).Select(line => byPath[line.Split(',')[0]])];
    }

    private static List<Row> Draw(List<Row> rows, int perClass, int seed, string purpose) =>
        [.. rows.GroupBy(row => row.Label).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany((group, index) =>
        {
            var members = group.OrderBy(row => row.Path, StringComparer.Ordinal).ToArray();
            if (members.Length < perClass) throw new ArgumentException($"Class '{group.Key}' must have {perClass} {purpose}. Found: {members.Length}. Ask for fewer.");
            new RowRandom(seed, purpose, row: index).Shuffle<Row>(members);
            return members.Take(perClass);
        })];

    /// <summary>One image.</summary>
    internal sealed record Row(string Path, string Label, string Patient, string Split);
}
