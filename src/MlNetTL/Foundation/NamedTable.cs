namespace MlNetTL.Foundation;

/// <summary>An explicit table of named rows (networks, data sets, optimisers, …) that finds a row by its name and owns the sentence for a name it does not know.</summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class NamedTable<T>
{
    private readonly string _kind;
    private readonly Dictionary<string, T> _rows = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];

    /// <summary>Makes a table.</summary>
    /// <param name="kind">What a row is, in lower case, as in 'Unknown backbone'.</param>
    /// <param name="nameOf">The name of a row. Names are compared without regard to case.</param>
    /// <param name="rows">The rows, in the order in which they are listed to people.</param>
    public NamedTable(string kind, Func<T, string> nameOf, IEnumerable<T> rows)
    {
        _kind = kind;
        foreach (var row in rows)
        {
            _rows.Add(nameOf(row), row);
            _names.Add(nameOf(row));
        }
    }

    /// <summary>All names, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>All rows, in order.</summary>
    public IEnumerable<T> Rows => _names.Select(name => _rows[name]);

    /// <summary>The row of a name.</summary>
    /// <exception cref="ArgumentException">There is no such row; the message suggests the nearest name and lists all.</exception>
    public T this[string name] => _rows.TryGetValue(name, out var row) ? row : throw new ArgumentException(Unknown(name));

    /// <summary>Finds a row without throwing.</summary>
    public bool TryFind(string name, out T? row) => _rows.TryGetValue(name, out row);

    /// <summary>The sentence for a name that is not in the table.</summary>
    public string Unknown(string name) =>
        $"Unknown {_kind} '{name}'.{Suggestion.For(name, _names)} Known: {string.Join(", ", _names)}.";
}
