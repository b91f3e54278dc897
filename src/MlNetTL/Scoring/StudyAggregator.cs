using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Evaluation;
using MlNetTL.Foundation;
using MlNetTL.Interop;

namespace MlNetTL.Scoring;

/// <summary>Makes a scored view with one row a study out of one with a row an image. See <c>mlContext.Data.AggregateScores</c>.</summary>
/// <param name="data">The scored images.</param>
/// <param name="group">The column of studies.</param>
/// <param name="label">The label column.</param>
/// <param name="how">What scores come to.</param>
internal sealed class StudyAggregator(IDataView data, string group, string label, ScoreAggregation how)
{
    /// <summary>Reads the view once.</summary>
    public IDataView Aggregate(DataOperationsCatalog catalog)
    {
        if (Require(group).Type is not TextDataViewType) throw new ArgumentException($"Column '{group}' must be Text and tell studies apart. Found: {data.Schema[group].Type}.");
        return Require(label).Type switch
        {
            KeyDataViewType => Classes(catalog),
            VectorDataViewType { ItemType: NumberDataViewType } => Labels(catalog),
            BooleanDataViewType => OneLabel(catalog, Read<bool>(label).Select(value => value ? 1f : 0)),
            NumberDataViewType type when type == NumberDataViewType.Single && data.Schema.GetColumnOrNull("Probability") is null => Numbers(catalog),
            NumberDataViewType type when type == NumberDataViewType.Single => OneLabel(catalog, Read<float>(label)),
            var other => throw new ArgumentException($"Label column '{label}' must be Boolean or Single (one label, or a number), a vector of Single (several) or a Key (classes). Found: {other}."),
        };
    }

    private IDataView Labels(DataOperationsCatalog catalog)
    {
        var (truths, scores) = (Vectors(label), Vectors("Score"));
        if (truths.Length > 0 && truths[0].Length != scores[0].Length) throw new ArgumentException($"Columns '{label}' and 'Score' must have one size. Found: {truths[0].Length} labels and {scores[0].Length} scores.");
        var size = ((VectorDataViewType)data.Schema[label].Type).Size;
        var schema = Schema<ManyLabels>();
        foreach (var (column, source) in new[] { (nameof(ManyLabels.Label), label), (nameof(ManyLabels.Score), "Score") })
        {
            schema[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
            if (ColumnSlots.NamesOf(data.Schema[source]) is { } names) schema[column].AddAnnotation("SlotNames", Text(names), new VectorDataViewType(TextDataViewType.Instance, names.Length));
        }
        return Load(catalog, schema, nameof(ManyLabels.Label), Studies().Select(rows => new ManyLabels
        {
            Study = rows.Study,
            Label = StudyScores.Labels(Of(truths, rows.Images)),
            Score = StudyScores.Scores(Of(scores, rows.Images), how),
        }));
    }

    private IDataView OneLabel(DataOperationsCatalog catalog, IEnumerable<float> labels)
    {
        float[][] truths = [.. labels.Select(value => new[] { value })], scores = [.. Read<float>("Probability").Select(value => new[] { value })];
        return Load(catalog, Schema<SingleLabel>(), nameof(SingleLabel.Label), Studies().Select(rows =>
        {
            var probability = StudyScores.Scores(Of(scores, rows.Images), how)[0];
            return new SingleLabel
            {
                Study = rows.Study,
                Label = StudyScores.Labels(Of(truths, rows.Images))[0],
                Probability = probability,
                Score = ScoreColumns.Logit(probability),
                PredictedLabel = probability > 0.5f,
            };
        }));
    }

    private IDataView Numbers(DataOperationsCatalog catalog)
    {
        if (Require("Score").Type != NumberDataViewType.Single)
            throw new ArgumentException($"Column 'Score' must be Single beside the label '{label}', which is: a number. Found: {data.Schema["Score"].Type}. Of one yes or no there must be 'Probability'.");
        if (how == ScoreAggregation.Max) throw new ArgumentException("A number must be aggregated by Mean: the highest over images is no better a number. Received: Max.");
        var (truths, scores) = (Read<float>(label), Read<float>("Score").Select(value => new[] { value }).ToArray());
        return Load(catalog, Schema<OneNumber>(), nameof(OneNumber.Label), Studies().Select(rows => new OneNumber
        {
            Study = rows.Study,
            Label = StudyScores.Number(rows.Images.Select(row => truths[row])),
            Score = StudyScores.Scores(Of(scores, rows.Images), how)[0],
        }));
    }

    private IDataView Classes(DataOperationsCatalog catalog)
    {
        var grades = GradeColumns.Read(Require("Score"));
        if (how == ScoreAggregation.Max && grades is null) throw new ArgumentException("The probabilities of classes must be aggregated by Mean: the highest of each class over images are no probabilities. Received: Max.");
        var scores = Vectors("Score");
        var classes = Read<uint>(label).Select(key => (int)key - 1).ToArray();
        var names = KeyValues.Of(data.Schema[label]).Values;
        // Cut points are those of the number; of CORAL the probabilities tell all.
        var numbers = grades?.CutPoints is null ? new float[scores.Length] : Read<float>(grades.Number);
        var schema = Schema<OneClass>();
        if (grades is null) schema.RemoveAll(column => column.MemberName == nameof(OneClass.Grade));
        else schema[nameof(OneClass.Grade)].ColumnName = grades.Number;
        schema[nameof(OneClass.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, names.Count);
        schema[nameof(OneClass.Score)].AddAnnotation("SlotNames", Text(names), new VectorDataViewType(TextDataViewType.Instance, names.Count));
        foreach (var column in new[] { nameof(OneClass.Label), nameof(OneClass.PredictedLabel) })
        {
            schema[column].ColumnType = new KeyDataViewType(typeof(uint), names.Count);
            schema[column].AddAnnotation("KeyValues", Text(names), new VectorDataViewType(TextDataViewType.Instance, names.Count));
        }
        return Load(catalog, schema, nameof(OneClass.Label), Studies().Select(rows =>
        {
            var (score, called, number) = grades is null ? MostLikely(StudyScores.Scores(Of(scores, rows.Images), how))
                : new StudyGrades(grades.CutPoints).Join(Of(scores, rows.Images), [.. rows.Images.Select(row => numbers[row])], how);
            // Keys of objects count from 0, and what is beyond the last is missing.
            return new OneClass
            {
                Study = rows.Study,
                Label = StudyScores.Class(rows.Images.Select(row => classes[row])) is { } known ? (uint)known : uint.MaxValue,
                Score = score,
                PredictedLabel = called is { } place ? (uint)place : uint.MaxValue,
                Grade = number,
            };
        }));
    }

    private static (float[] Scores, int? Called, float Number) MostLikely(float[] scores) => (scores, scores.All(float.IsNaN) ? null : Array.IndexOf(scores, scores.Max()), float.NaN);

    private IEnumerable<(string Study, int[] Images)> Studies()
    {
        string[] studies = [.. data.GetColumn<ReadOnlyMemory<char>>(data.Schema[group]).Select(text => text.ToString())];
        return StudyScores.Group(studies).Select(rows => (studies[rows[0]], rows));
    }

    private SchemaDefinition Schema<T>()
    {
        var schema = SchemaDefinition.Create(typeof(T));
        schema["Study"].ColumnName = group;
        return schema;
    }

    // The label's name last: members are found by their own names until then.
    private IDataView Load<T>(DataOperationsCatalog catalog, SchemaDefinition schema, string labelMember, IEnumerable<T> rows) where T : class
    {
        schema[labelMember].ColumnName = label;
        return catalog.LoadFromEnumerable(rows.ToArray(), schema);
    }

    private DataViewSchema.Column Require(string name) => data.Schema.GetColumnOrNull(name) ?? throw new ArgumentException(
        $"The scored data must have the column '{name}'.{Suggestion.For(name, data.Schema.Select(column => column.Name))} Found: {string.Join(", ", data.Schema.Select(column => column.Name))}.");

    private T[] Read<T>(string name) => [.. data.GetColumn<T>(Require(name))];

    private float[][] Vectors(string name) => [.. data.GetColumn<VBuffer<float>>(Require(name)).Select(values => values.DenseValues().ToArray())];

    private static float[][] Of(float[][] values, int[] rows) => [.. rows.Select(row => values[row])];

    private static VBuffer<ReadOnlyMemory<char>> Text(IReadOnlyList<string> names) => new(names.Count, [.. names.Select(name => name.AsMemory())]);

    private sealed class ManyLabels
    {
        public required string Study { get; init; }

        public required float[] Label { get; init; }

        public required float[] Score { get; init; }
    }

    private sealed class SingleLabel
    {
        public required string Study { get; init; }

        public required float Label { get; init; }

        public required float Score { get; init; }

        public required float Probability { get; init; }

        public required bool PredictedLabel { get; init; }
    }

    private sealed class OneClass
    {
        public required string Study { get; init; }

        public required uint Label { get; init; }

        public required float[] Score { get; init; }

        public required uint PredictedLabel { get; init; }

        public required float Grade { get; init; }
    }

    private sealed class OneNumber
    {
        public required string Study { get; init; }

        public required float Label { get; init; }

        public required float Score { get; init; }
    }
}
