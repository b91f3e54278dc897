using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Cli.Runs;

/// <summary>Images with their labels, in memory (paths and labels, no pixels), so that they can be counted, split and handed to ML.NET.</summary>
/// <param name="Set">What the images serve: train, validation, test or external.</param>
/// <param name="Rows">The images.</param>
/// <param name="LabelNames">The names of <see cref="LabelledImage.Labels"/>; empty for classes.</param>
/// <param name="HasPatients">Whether the data name patients.</param>
/// <param name="Unlabelled">Images that were left out because nothing is known of them.</param>
/// <param name="Poor">Images that were left out because they do not reach the limits of image quality.</param>
internal sealed record ImageTable(string Set, IReadOnlyList<LabelledImage> Rows, IReadOnlyList<string> LabelNames, bool HasPatients, int Unlabelled = 0, int Poor = 0)
{
    /// <summary>Whether the data name the tile, slide or place of every image.</summary>
    public bool HasSources => Rows.Count > 0 && Rows.All(row => row.Source.Length > 0);

    /// <summary>The rows as ML.NET reads them: Path, Label or Labels, and Patient where there are patients.</summary>
    /// <param name="mlContext">Makes the view.</param>
    /// <param name="withSource">Whether Source is there, too.</param>
    public IDataView ToView(MLContext mlContext, bool withSource = false)
    {
        var isMulticlass = LabelNames.Count == 0;
        var schema = isMulticlass ? SchemaDefinition.Create(typeof(LabelledImage))
            : SlotNames.Describe<LabelledImage>(nameof(LabelledImage.Labels), LabelNames);
        schema.RemoveAll(column => column.MemberName == (isMulticlass ? nameof(LabelledImage.Labels) : nameof(LabelledImage.Label)));
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
    public static ImageTable Read(string set, IDataView view)
    {
        DataViewSchema.Column? Column(string name) => view.Schema.GetColumnOrNull(name);
        var (patient, label, labels) = (Column("Patient"), Column("Label"), Column("Labels"));
        var (study, source, split) = (Column("Study"), Column("Source"), Column("Split"));
        var wanted = new[] { Column("Path"), patient, study, source, split, label, labels }.OfType<DataViewSchema.Column>().ToArray();
        using var cursor = view.GetRowCursor(wanted);
        var path = TextOf(cursor, view.Schema["Path"]);
        var patientOf = patient is { } p ? TextOf(cursor, p) : () => "";
        var studyOf = study is { } x ? TextOf(cursor, x) : () => "";
        var sourceOf = source is { } t ? TextOf(cursor, t) : () => "";
        var splitOf = split is { } q ? TextOf(cursor, q) : () => "";
        var labelOf = label is { } l ? TextOf(cursor, l) : () => "";
        var labelsOf = labels is { } s ? NumbersOf(cursor, s) : () => [];
        var rows = new List<LabelledImage>();
        while (cursor.MoveNext()) rows.Add(new() { Path = path(), Patient = patientOf(), Study = studyOf(), Source = sourceOf(), Split = splitOf(), Label = labelOf(), Labels = labelsOf() });
        return new(set, rows, labels is { } named ? SlotsOf(named) : [], patient is not null);
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

    private static string[] SlotsOf(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
