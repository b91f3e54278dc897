using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Foundation;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Brings the stains of histology images to a reference, which is given or found in the training images. See <c>mlContext.Transforms.NormalizeStains</c>.</summary>
public sealed class StainNormalizingEstimator : IEstimator<StainNormalizingTransformer>
{
    private readonly IHost _host;
    private readonly NormalizeStainsOptions _options;

    internal StainNormalizingEstimator(IHostEnvironment environment, NormalizeStainsOptions options)
    {
        options.Validate();
        (_host, _options) = (environment.Register(nameof(StainNormalizingEstimator)), options);
    }

    /// <summary>Finds the reference in a seeded sample of the images, unless it was given.</summary>
    /// <exception cref="ArgumentException">The column is missing or no image column of three channels of Byte, or the images show no two stains.</exception>
    public StainNormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start("Normalize stains");
        var (image, layout) = StainNormalizingTransformer.Check(input.Schema, _options.Input);
        var reference = _options.Reference ?? Find(input, image, layout, channel);
        channel.Info($"Stains are brought to hematoxylin {Text(reference.Hematoxylin)}, eosin {Text(reference.Eosin)}, "
            + $"99th percentiles {Text([reference.MaximumHematoxylin, reference.MaximumEosin])}.");
        return new(_options.OutputColumnName, _options.Input, reference);
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (Shapes.Find(inputSchema, _options.Input) is not { } input)
            throw ImageAugmentingTransformer.NoColumn(_options.Input, inputSchema.Select(column => column.Name));
        if (!Shapes.HasAnnotation(input, ImageColumn.Kind)) throw ImageAugmentingTransformer.NoImage(_options.Input, Shapes.TypeOf(input));
        return Shapes.With(inputSchema, Shapes.Renamed(input, _options.OutputColumnName));
    }

    private StainReference Find(IDataView input, ImageColumn? image, ImageLayout layout, IChannel channel)
    {
        var chosen = Choose(Count(input));
        var column = input.Schema[_options.Input];
        var error = image?.FindError(input.Schema);
        using var cursor = input.GetRowCursor(error is { } e ? [column, e] : [column]);
        var getter = cursor.GetGetter<VBuffer<byte>>(column);
        var isUnreadable = error is { } reason ? ImageColumn.ErrorReader(cursor, reason) : () => false;
        var (pixels, planes, sample) = (default(VBuffer<byte>), new byte[layout.RowBytes], new StainSample());
        for (var row = 0L; cursor.MoveNext(); row++)
        {
            Environments.CheckAlive(_host);
            if (!chosen.Contains(row) || isUnreadable()) continue;
            getter(ref pixels);
            pixels.CopyTo(planes);
            sample.Add(planes, _options.Seed, row);
        }
        if (sample.Find() is { } found)
        {
            channel.Info($"The stains were found in {sample.Images} training images.");
            return found;
        }
        throw new ArgumentException($"Column '{_options.Input}' must show tissue in two stains. Found none in {sample.Images} sampled images. "
            + "Give a Reference (StainReference.Published), or leave NormalizeStains out: it is for images stained with hematoxylin and eosin.");
    }

    private static long Count(IDataView input)
    {
        using var cursor = input.GetRowCursor([]);
        var count = 0L;
        while (cursor.MoveNext()) count++;
        return count;
    }

    private HashSet<long> Choose(long count)
    {
        var rows = new long[count];
        for (var i = 0; i < rows.Length; i++) rows[i] = i;
        new RowRandom(_options.Seed, "stain images").Shuffle<long>(rows);
        return [.. rows.Take(_options.Images)];
    }

    private static string Text(IEnumerable<double> values) => string.Join(" ", values.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture)));
}
