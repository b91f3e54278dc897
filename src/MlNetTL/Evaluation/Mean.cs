namespace MlNetTL.Evaluation;

internal static class Mean
{
    /// <summary>The mean of the values that are numbers; NaN where none is.</summary>
    public static double OfNumbers(IEnumerable<double> values) => values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();
}
