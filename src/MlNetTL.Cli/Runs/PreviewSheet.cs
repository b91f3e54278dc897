using System.Runtime.InteropServices;
using Microsoft.ML;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Scoring;
using TorchSharp;

namespace MlNetTL.Cli.Runs;

/// <summary>A contact sheet of training images, decoded and augmented as a fit does it.</summary>
/// <param name="Png">The sheet.</param>
/// <param name="Images">How many images are on it.</param>
/// <param name="Unreadable">A sentence for each image that was to be on it and cannot be read.</param>
internal sealed record PreviewSheet(byte[] Png, int Images, IReadOnlyList<string> Unreadable)
{
    /// <summary>Draws it.</summary>
    /// <param name="pipeline">The settings.</param>
    /// <param name="table">The training images; the place of an image is the row that its augmentation hangs on.</param>
    /// <param name="count">How many images, spread evenly over the table.</param>
    /// <param name="epochs">How many epochs.</param>
    /// <param name="cancel">Stops between images.</param>
    public static PreviewSheet Draw(Pipeline pipeline, ImageTable table, int count, int epochs, CancellationToken cancel)
    {
        var decode = pipeline.Image.ToDecodeSettings();
        var stains = Stains(pipeline, table);
        var tiles = new List<(byte[], string)>();
        var (unreadable, drawn) = (new List<string>(), 0);
        for (var i = 0; i < Math.Min(count, table.Rows.Count); i++)
        {
            cancel.ThrowIfCancellationRequested();
            var row = (int)((long)i * table.Rows.Count / Math.Min(count, table.Rows.Count));
            var pixels = new byte[decode.RowBytes];
            try
            {
                ImageDecoder.DecodeFile(table.Rows[row].Path, decode, pixels);
            }
            catch (UnreadableImageException error) when (pipeline.Image.Unreadable == UnreadableImages.Missing)
            {
                unreadable.Add(error.Message);
                continue;
            }
            if (stains is not null) StainSeparation.Normalize(pixels, stains);
            drawn++;
            tiles.Add((pixels, Caption(table.Rows[row], table.LabelNames)));
            for (var epoch = 1; epoch <= epochs; epoch++) tiles.Add((Augmented(pipeline, decode, pixels, row, epoch), $"row {row}\nepoch {epoch}"));
        }
        if (tiles.Count == 0) throw new UnreadableImageException($"None of the images could be read. {string.Join(" ", unreadable.Take(3))}");
        return new(ContactSheet.Png(tiles, decode, epochs + 1), drawn, unreadable);
    }

    // Found in the images that a fit would find them in.
    private static StainReference? Stains(Pipeline pipeline, ImageTable table)
    {
        var mlContext = new MLContext(pipeline.Seed);
        if (PipelineChain.Stains(mlContext, pipeline) is not { } stains) return null;
        var paths = table.ToView(mlContext);
        return stains.Fit(mlContext.Transforms.LoadImageTensors(PipelineChain.Loading(pipeline.Image)).Fit(paths).Transform(paths)).Reference;
    }

    // As BatchSource does for a batch, less the normalisation, which no eye could undo.
    private static byte[] Augmented(Pipeline pipeline, DecodeSettings decode, byte[] pixels, int row, int epoch)
    {
        using var scope = torch.NewDisposeScope();
        using var input = new NetworkInput(new(decode.Channels, decode.Height, decode.Width, decode.PixelType), Backbones.Preprocessing.ImageNet, torch.CPU);
        var batch = input.Pixels(1, (_, destination) => pixels.CopyTo(destination));
        var seen = PipelineChain.Policy(pipeline).Apply(batch, pipeline.Seed, epoch, [row], input.MaxValue).round().contiguous().data<float>().ToArray();
        if (decode.PixelType == PixelType.Byte) return [.. seen.Select(value => (byte)value)];
        return MemoryMarshal.AsBytes<ushort>(seen.Select(value => (ushort)value).ToArray()).ToArray();
    }

    // A line for each label that is there or may be.
    private static string Caption(LabelledImage image, IReadOnlyList<string> names)
    {
        var who = image.Patient.Length > 0 ? image.Patient : Path.GetFileName(BandFiles.First(image.Path));
        if (names.Count == 0) return $"{who}\n{image.Label}";
        var known = names.Select((name, i) => image.Labels[i] switch { 1 => name, -1 => $"{name}?", _ => null }).OfType<string>().ToArray();
        return $"{who}\n{(known.Length == 0 ? "no label" : string.Join("\n", known))}";
    }
}
