namespace MlNetTL.Data;

/// <summary>A numeric array of a MATLAB file.</summary>
/// <param name="Dimensions">The sizes, two or more: rows, columns, …</param>
/// <param name="Values">The values in MATLAB's order: down the first column, then the next.</param>
internal sealed record MatArray(IReadOnlyList<int> Dimensions, double[] Values)
{
    /// <summary>Rows.</summary>
    public int Rows => Dimensions[0];

    /// <summary>Columns.</summary>
    public int Columns => Dimensions[1];

    /// <summary>The sizes as people write them, such as <c>512 x 2</c>.</summary>
    public string Shape => string.Join(" x ", Dimensions);

    /// <summary>A value of an array of two dimensions.</summary>
    public double this[int row, int column] => Values[column * Rows + row];
}
