using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Foundation;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>The label column of the data: its slots and their names.</summary>
internal sealed record LabelSlots(DataViewSchema.Column Column, int Count, IReadOnlyList<string>? Names)
{
    /// <summary>Finds the column and checks its type; null where there is none.</summary>
    /// <exception cref="ArgumentException">The column has another type.</exception>
    public static LabelSlots? Find(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column) return null;
        if (column.Type is not VectorDataViewType { IsKnownSize: true } type || type.ItemType != NumberDataViewType.Single)
            throw WrongType(name, column.Type.ToString()!);
        return new(column, type.Size, ColumnSlots.NamesOf(column));
    }

    public static ArgumentException WrongType(string name, string found) =>
        new($"Column '{name}' must be a vector of Single of known size, with the values 1, 0, -1 (uncertain) and NaN (blank). Found: {found}.");

    public static ArgumentException NoColumn(string name, IEnumerable<string> known)
    {
        var names = known.Distinct().ToArray();
        return new($"Column '{name}' must hold the labels. It is not there.{Suggestion.For(name, names)} Columns: {string.Join(", ", names)}.");
    }

    /// <summary>The slots of labels, in the labels' order; all slots where labels is null.</summary>
    /// <exception cref="ArgumentException">There are no such labels; the message names all of them.</exception>
    public int[] Choose(IReadOnlyList<string>? labels)
    {
        if (labels is null) return [.. Enumerable.Range(0, Count)];
        if (Names is null)
            throw new ArgumentException($"Column '{Column.Name}' must have slot names for labels to be chosen by name. It has none. Load it with names, or leave Labels out.");
        var unknown = labels.Where(label => !Names.Contains(label)).ToArray();
        var doubtful = labels.Where(label => Names.Count(name => name == label) > 1).Distinct().ToArray();
        if (doubtful.Length > 0)
            throw new ArgumentException($"Column '{Column.Name}' must name each label once. Found more than one '{string.Join("', '", doubtful)}'. Rename the slots, or leave Labels out.");
        if (unknown.Length > 0)
        {
            var sentences = unknown.Select(label => $"Column '{Column.Name}' has no label '{label}'.{Suggestion.For(label, Names)}");
            throw new ArgumentException($"{string.Join(" ", sentences)} Known: {string.Join(", ", Names)}.");
        }
        return [.. labels.Select(label => Names.ToList().IndexOf(label))];
    }
}
