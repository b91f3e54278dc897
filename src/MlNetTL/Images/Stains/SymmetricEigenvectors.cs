namespace MlNetTL.Images;

/// <summary>Eigenvectors of a symmetric matrix of three rows, by Jacobi's rotations.</summary>
internal static class SymmetricEigenvectors
{
    private const int Sweeps = 50;

    /// <summary>The eigenvectors of the largest and the second largest eigenvalue, of length 1.</summary>
    public static (double[] First, double[] Second) LargestTwo(double[,] matrix)
    {
        var a = (double[,])matrix.Clone();
        double[,] vectors = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
        for (var sweep = 0; sweep < Sweeps && Math.Abs(a[0, 1]) + Math.Abs(a[0, 2]) + Math.Abs(a[1, 2]) > 0; sweep++)
        {
            Rotate(a, vectors, 0, 1);
            Rotate(a, vectors, 0, 2);
            Rotate(a, vectors, 1, 2);
        }
        var order = Enumerable.Range(0, 3).OrderByDescending(i => a[i, i]).ToArray();
        double[] Vector(int i) => [vectors[0, i], vectors[1, i], vectors[2, i]];
        return (Vector(order[0]), Vector(order[1]));
    }

    // Makes the element of row p and column q zero (Golub and Van Loan, 'Matrix computations', 8.5.2).
    private static void Rotate(double[,] a, double[,] vectors, int p, int q)
    {
        if (a[p, q] == 0) return;
        var tau = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tangent = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        var sine = tangent * cosine;
        for (var k = 0; k < 3; k++) (a[k, p], a[k, q]) = (cosine * a[k, p] - sine * a[k, q], sine * a[k, p] + cosine * a[k, q]);
        for (var k = 0; k < 3; k++) (a[p, k], a[q, k]) = (cosine * a[p, k] - sine * a[q, k], sine * a[p, k] + cosine * a[q, k]);
        for (var k = 0; k < 3; k++) (vectors[k, p], vectors[k, q]) = (cosine * vectors[k, p] - sine * vectors[k, q], sine * vectors[k, p] + cosine * vectors[k, q]);
        (a[p, q], a[q, p]) = (0, 0);
    }
}
