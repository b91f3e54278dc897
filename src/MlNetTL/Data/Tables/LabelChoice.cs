using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>Checks the labels that a caller asks a data set for.</summary>
internal static class LabelChoice
{
    /// <summary>The names asked for (<paramref name="all"/> where none are), after a check that the data set has them.</summary>
    /// <param name="asked">What the caller wants.</param>
    /// <param name="known">What there is.</param>
    /// <param name="kind">What one is called, such as 'observation'.</param>
    /// <param name="dataSet">The data set's name in messages.</param>
    /// <param name="all">What is meant where nothing is asked for; null for all there is.</param>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string>? asked, IReadOnlyList<string> known, string kind, string dataSet, IReadOnlyList<string>? all = null)
    {
        if (asked is null or { Count: 0 }) return all ?? known;
        var unknown = asked.Where(name => !known.Contains(name)).ToArray();
        if (unknown.Length > 0)
            throw new ArgumentException($"Labels must be {kind}s of {dataSet}. "
                + $"{string.Join(" ", unknown.Select(name => $"Received: '{name}'.{Suggestion.For(name, known)}"))} "
                + $"Known: {string.Join(", ", known)}.");
        if (asked.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Labels must name each {kind} once. Received '{twice.Key}' {twice.Count()} times.");
        return asked;
    }
}
