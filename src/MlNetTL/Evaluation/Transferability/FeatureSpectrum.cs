using static TorchSharp.torch;

namespace MlNetTL.Evaluation;

/// <summary>A feature matrix F = U S V' by its singular values and left singular vectors: the one decomposition that every class of a task shares. All of it is
/// float64 and in managed memory.</summary>
internal sealed class FeatureSpectrum
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly double[] _left;

    private FeatureSpectrum(int rows, int features, double[] left, double[] squares, double sumOfFourthPowers)
    {
        (Rows, Features, _left, Squares, SumOfFourthPowers) = (rows, features, left, squares, sumOfFourthPowers);
    }

    /// <summary>The number of rows, n.</summary>
    public int Rows { get; }

    /// <summary>The number of features, d.</summary>
    public int Features { get; }

    /// <summary>The squares of the singular values that differ from 0, the largest first: the eigenvalues of F'F, as many as the rank.</summary>
    public double[] Squares { get; }

    /// <summary>The sum over rows of the squared length, squared; the Ledoit-Wolf shrinkage needs it.</summary>
    public double SumOfFourthPowers { get; }

    /// <summary>Decomposes features.</summary>
    /// <param name="features">[rows][features].</param>
    /// <param name="centred">Whether the mean of each feature is taken off first.</param>
    public static FeatureSpectrum Of(IReadOnlyList<float[]> features, bool centred)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        int n = features.Count, d = features[0].Length;
        var flat = new float[(long)n * d];
        for (var i = 0; i < n; i++) features[i].CopyTo(flat, (long)i * d);
        var matrix = tensor(flat, [n, d]).to(ScalarType.Float64);
        if (centred) matrix = matrix - matrix.mean([0L], keepdim: true);
        var lengths = matrix.square().sum(1);
        var fourth = lengths.square().sum().item<double>();
        var (left, values, _) = linalg.svd(matrix, fullMatrices: false);
        var singular = values.data<double>().ToArray();
        // What float64 cannot tell from 0, by the bound of numpy's matrix_rank.
        var least = singular[0] * Math.Max(n, d) * Epsilon;
        var rank = singular.Count(value => value > least);
        var kept = left.slice(1, 0, rank, 1).transpose(0, 1).contiguous();
        return new(n, d, rank == 0 ? [] : kept.data<double>().ToArray(), [.. singular.Take(rank).Select(value => value * value)], fourth);
    }

    /// <summary>U'y: how much of a column of n values lies along each left singular vector.</summary>
    public double[] Project(double[] column)
    {
        var projections = new double[Squares.Length];
        for (var i = 0; i < projections.Length; i++)
        {
            var vector = _left.AsSpan(i * Rows, Rows);
            for (var row = 0; row < vector.Length; row++) projections[i] += vector[row] * column[row];
        }
        return projections;
    }
}
