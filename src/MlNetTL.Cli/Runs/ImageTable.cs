using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Experiments.Runs;
using MlNetTL.Interop;

namespace MlNetTL.Cli.Runs;

/// <summary>Images with their labels, in memory (paths and labels, no pixels), so that they can be counted, split and handed to ML.NET.</summary>
/// <param name="Set">What the images serve: train, validation, test or external.</param>
/// <param name="Rows">The images.</param>
/// <param name="LabelNames">The names of <see cref="LabelledImage.Labels"/>; empty for classes.</param>
/// <param name="HasPatients">Whether the data name patients.</param>
/// <param name="Unlabelled">Images that were left out because nothing is known of them.</param>
/// <param name="ValueName">What the number of a regression is called; null where there is none.</param>
/// <param name="Poor">Images that were left out because they do not reach the limits of image quality.</param>
internal sealed record ImageTable(string Set, IReadOnlyList<LabelledImage> Rows, IReadOnlyList<string> LabelNames, bool HasPatients, int Unlabelled = 0, int Poor = 0, string? ValueName = null)
{
    /// <summary>Whether the data name the study of every image.</summary>
    public bool HasStudies => Rows.Count > 0 && Rows.All(row => row.Study.Length > 0);

    /// <summary>Whether the data name the tile, slide or place of every image.</summary>
    public bool HasSources => Rows.Count > 0 && Rows.All(row => row.Source.Length > 0);

    /// <summary>The rows as ML.NET reads them: Path, Label or Labels or a number under its own name, and Patient where there are patients.</summary>
    /// <param name="mlContext">Makes the view.</param>
    /// <param name="withSource">Whether Source is there, too.</param>
    public IDataView ToView(MLContext mlContext, bool withSource = false)
    {
        var isMulticlass = LabelNames.Count == 0;
        var schema = isMulticlass ? SchemaDefinition.Create(typeof(LabelledImage))
            : SlotNames.Describe<LabelledImage>(nameof(LabelledImage.Labels), LabelNames);
        schema.RemoveAll(column => column.MemberName == (isMulticlass ? nameof(LabelledImage.Labels) : nameof(LabelledImage.Label)));
        if (ValueName is null) schema.RemoveAll(column => column.MemberName == nameof(LabelledImage.Value));
        else
        {
            schema.RemoveAll(column => column.MemberName == nameof(LabelledImage.Label));
            schema[nameof(LabelledImage.Value)].ColumnName = ValueName;
        }
        schema.RemoveAll(column => column.MemberName is nameof(LabelledImage.Study) or nameof(LabelledImage.Split));
        if (!withSource) schema.RemoveAll(column => column.MemberName == nameof(LabelledImage.Source));
        if (Rows.Count == 0 || Rows[0].SoftLabels.Length == 0) schema.RemoveAll(column => column.MemberName == nameof(LabelledImage.SoftLabels));
        else schema[nameof(LabelledImage.SoftLabels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, LabelNames.Count);
        if (!HasPatients) schema.RemoveAll(column => column.MemberName == nameof(LabelledImage.Patient));
        return mlContext.Data.LoadFromEnumerable(Rows, schema);
    }

    /// <summary>Only the images of which something is known.</summary>
    public ImageTable Known(Func<LabelledImage, bool> isKnown)
    {
        var known = Rows.Where(isKnown).ToArray();
        return this with { Rows = known, Unlabelled = Unlabelled + Rows.Count - known.Length };
    }

    /// <summary>Images and patients, for the report.</summary>
    /// <param name="unreadable">How many could not be decoded.</param>
    public DataCount Count(int unreadable) =>
        new(Set, Rows.Count + Unlabelled + Poor, HasPatients ? Rows.Select(row => row.Patient).Distinct().Count() : null, unreadable, Unlabelled, Poor);

    /// <summary>Reads a manifest that a data set gave.</summary>
    /// <param name="set">What the images serve.</param>
    /// <param name="view">The manifest.</param>
    /// <param name="valueName">What the number of a regression is called; null for other tasks. Without a column of numbers the classes must be some.</param>
    /// <exception cref="ArgumentException">A class is no number where one is needed.</exception>
    public static ImageTable Read(string set, IDataView view, string? valueName = null)
    {
        DataViewSchema.Column? Column(string name) => view.Schema.GetColumnOrNull(name);
        var (patient, label, labels) = (Column("Patient"), Column("Label"), Column("Labels"));
        var (study, source, split, value) = (Column("Study"), Column("Source"), Column("Split"), valueName is null ? null : Column("Value"));
        var wanted = new[] { Column("Path"), patient, study, source, split, label, labels, value }.OfType<DataViewSchema.Column>().ToArray();
        using var cursor = view.GetRowCursor(wanted);
        var path = TextOf(cursor, view.Schema["Path"]);
        var patientOf = patient is { } p ? TextOf(cursor, p) : () => "";
        var studyOf = study is { } x ? TextOf(cursor, x) : () => "";
        var sourceOf = source is { } t ? TextOf(cursor, t) : () => "";
        var splitOf = split is { } q ? TextOf(cursor, q) : () => "";
        var labelOf = label is { } l ? TextOf(cursor, l) : () => "";
        var labelsOf = labels is { } s ? NumbersOf(cursor, s) : () => [];
        var valueOf = valueName is null ? () => float.NaN : value is { } v ? NumberOf(cursor, v) : () => Parse(labelOf(), valueName);
        var rows = new List<LabelledImage>();
        while (cursor.MoveNext())
        {
            var number = valueOf();
            rows.Add(new()
            {
                Path = path(),
                Patient = patientOf(),
                Study = studyOf(),
                Source = sourceOf(),
                Split = splitOf(),
                Label = valueName is null ? labelOf() : Csv.Number(number),
                Labels = labelsOf(),
                Value = number,
            });
        }
        return new(set, rows, labels is { } named ? ColumnSlots.NamesOf(named) ?? [] : [], patient is not null, ValueName: valueName);
    }

    private static float Parse(string text, string name) => text.Length == 0 ? float.NaN
        : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number
        : throw new ArgumentException($"The classes of a regression must be numbers ('{name}'). Found: '{text}'. Choose 'task.kind' multiclass or ordinal, or name a column of numbers in 'data.valueColumn'.");

    private static Func<float> NumberOf(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<float>(column);
        var number = 0f;
        return () =>
        {
            getter(ref number);
            return number;
        };
    }

    private static Func<string> TextOf(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getter(ref text);
            return text.ToString();
        };
    }

    private static Func<float[]> NumbersOf(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> numbers = default;
        return () =>
        {
            getter(ref numbers);
            return [.. numbers.DenseValues()];
        };
    }
}
