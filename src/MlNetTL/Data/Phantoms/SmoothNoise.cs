using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A smooth random field over the square from -1 to 1: normal values on a grid, blended between (value noise).</summary>
internal readonly struct SmoothNoise
{
    private readonly float[] _grid;
    private readonly int _cells;

    /// <summary>Draws a field with <paramref name="cells"/> cells a side.</summary>
    public SmoothNoise(ref RowRandom random, int cells)
    {
        _cells = cells;
        _grid = new float[(cells + 1) * (cells + 1)];
        for (var i = 0; i < _grid.Length; i++) _grid[i] = (float)random.NextGaussian();
    }

    /// <summary>The value at a point; outside the square, the value of its edge.</summary>
    public float At(float x, float y)
    {
        var (column, s) = Cell(x);
        var (row, t) = Cell(y);
        var at = row * (_cells + 1) + column;
        var top = _grid[at] + s * (_grid[at + 1] - _grid[at]);
        var below = at + _cells + 1;
        var bottom = _grid[below] + s * (_grid[below + 1] - _grid[below]);
        return top + t * (bottom - top);
    }

    private (int Cell, float Blend) Cell(float x)
    {
        var scaled = Math.Clamp((x + 1) * 0.5f * _cells, 0, _cells - 1e-3f);
        var cell = (int)scaled;
        var rest = scaled - cell;
        return (cell, rest * rest * (3 - 2 * rest));
    }
}
