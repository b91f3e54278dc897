using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Foundation;

namespace MlNetTL.Evaluation;

/// <summary>Finds the columns that an evaluator reads, and gathers what is wrong with them.</summary>
internal static class EvaluatedColumn
{
    /// <summary>The column of a name; null where there is none, or it is of another type.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="name">Its name.</param>
    /// <param name="role">What it is to the evaluator.</param>
    /// <param name="wanted">Its type, in words.</param>
    /// <param name="isWanted">Whether a type is that.</param>
    /// <param name="problems">Takes what is wrong, a sentence each.</param>
    public static DataViewSchema.Column? Find(DataViewSchema schema, string name, string role, string wanted, Func<DataViewType, bool> isWanted, List<string> problems)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
        {
            var known = schema.Select(c => c.Name).ToArray();
            problems.Add($"There must be a {role} column '{name}'.{Suggestion.For(name, known)} Found: {string.Join(", ", known)}.");
            return null;
        }
        if (isWanted(column.Type)) return column;
        problems.Add($"The {role} column '{name}' must be {wanted}. Found: {column.Type}.");
        return null;
    }

    /// <summary>A column of known-size vectors of Single, and their size.</summary>
    public static (DataViewSchema.Column Column, int Size)? FindVector(DataViewSchema schema, string name, string role, List<string> problems) =>
        Find(schema, name, role, "a known-size vector of Single", type => type is VectorDataViewType { Size: > 0 } vector && vector.ItemType == NumberDataViewType.Single, problems) is { } column
            ? (column, ((VectorDataViewType)column.Type).Size) : null;
}
