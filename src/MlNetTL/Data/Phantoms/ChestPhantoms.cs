using System.Text;
using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>Draws a data set of chest phantoms: pictures in the manner of X-rays, of nobody, with known truth, in CheXpert's folder form.</summary>
/// <remarks>
/// They let everything be tried without a download. They say nothing about medicine. Signs are shapes and textures, not brightness, and exposure, build and pose vary
/// independently of them, so a model must look rather than weigh.
/// </remarks>
public static class ChestPhantoms
{
    /// <summary>Changes with every change of the drawings, so that a cache never serves old ones.</summary>
    internal const int Version = 1;

    // The name that the paths of the CSV start with; a reader replaces it.
    private const string Root = "ChestPhantoms";

    /// <summary>The observations that are drawn, each a task that can be learnt.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["Cardiomegaly", "Lung Opacity", "Pleural Effusion", "Support Devices"];

    /// <summary>Writes <c>train.csv</c>, <c>valid.csv</c> and the images as grey JPEG. Training labels take all four values, validation labels are 0 or 1.</summary>
    /// <param name="folder">Where to write; made if it does not exist. <c>LoadCheXpert</c> reads it.</param>
    /// <param name="options">How many, how large, which seed.</param>
    /// <param name="progress">Told the share of patients done, from 0 to 1.</param>
    /// <param name="cancel">Ends the drawing between two patients; what was written stays, without the CSV files.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void WriteTo(string folder, PhantomOptions options, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var train = Enumerable.Range(1, options.TrainPatients).Select(number => PhantomPatient.Draw(options.Seed, number, maximumStudies: 3)).ToArray();
        var valid = Enumerable.Range(options.TrainPatients + 1, options.ValidPatients).Select(number => PhantomPatient.Draw(options.Seed, number, maximumStudies: 1)).ToArray();

        var work = train.Select(patient => ("train", patient)).Concat(valid.Select(patient => ("valid", patient))).ToArray();
        var done = 0;
        Parallel.ForEach(work, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, item =>
        {
            foreach (var study in item.patient.Studies) WriteStudy(folder, item.Item1, options, study);
            progress?.Report((double)Interlocked.Increment(ref done) / work.Length);
        });
        // Last, because they are what a reader looks for.
        WriteCsv(folder, "train", options.Seed, train);
        WriteCsv(folder, "valid", options.Seed, valid);
    }

    private static void WriteStudy(string folder, string split, PhantomOptions options, PhantomStudy study)
    {
        var path = Path.Combine(folder, PhantomCsv.FolderOf(split, study));
        Directory.CreateDirectory(path);
        Write(Path.Combine(path, "view1_frontal.jpg"), PhantomImage.Draw(options, study, lateral: false), options.Size);
        if (study.HasLateral) Write(Path.Combine(path, "view2_lateral.jpg"), PhantomImage.Draw(options, study, lateral: true), options.Size);
    }

    // Not flushed one by one: a cache takes the folder as a whole, by a rename at the end.
    private static void Write(string path, byte[] grey, int size) => File.WriteAllBytes(path, ImageEncoder.Jpeg(grey, size, size));

    private static void WriteCsv(string folder, string split, long seed, IEnumerable<PhantomPatient> patients)
    {
        var csv = new StringBuilder(PhantomCsv.Header).Append('\n');
        foreach (var patient in patients) PhantomCsv.Append(csv, Root, split, seed, patient);
        AtomicFile.WriteText(Path.Combine(folder, $"{split}.csv"), csv.ToString());
    }
}
