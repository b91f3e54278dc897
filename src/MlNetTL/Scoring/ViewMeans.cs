namespace MlNetTL.Scoring;

/// <summary>The outputs that stand for several views of one image. They are outputs of a network again, so that all that follows from outputs follows from them.</summary>
internal static class ViewMeans
{
    /// <summary>The logits of the mean probabilities, where each output is a yes or no.</summary>
    public static float[] OfSigmoids(IReadOnlyList<ReadOnlyMemory<float>> views) =>
        [.. Outputs(views).Select(output => (float)(LogSum(views.Select(view => -SoftPlus(-view.Span[output]))) - LogSum(views.Select(view => -SoftPlus(view.Span[output])))))];

    /// <summary>The logarithms of the mean probabilities, where the outputs are classes that exclude each other.</summary>
    public static float[] OfSoftmaxes(IReadOnlyList<ReadOnlyMemory<float>> views)
    {
        var totals = views.Select(view => LogSum(view.ToArray().Select(logit => (double)logit))).ToArray();
        return [.. Outputs(views).Select(output => (float)(LogSum(views.Zip(totals, (view, total) => view.Span[output] - total)) - Math.Log(views.Count)))];
    }

    /// <summary>The mean numbers, where the outputs are numbers of any unit.</summary>
    public static float[] OfNumbers(IReadOnlyList<ReadOnlyMemory<float>> views) => [.. Outputs(views).Select(output => (float)views.Average(view => (double)view.Span[output]))];

    private static IEnumerable<int> Outputs(IReadOnlyList<ReadOnlyMemory<float>> views) => Enumerable.Range(0, views[0].Length);

    // log(1 + e^x), and log(Σ e^x): of logarithms, so that no probability is lost near 0 or 1.
    private static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double LogSum(IEnumerable<double> logarithms)
    {
        var values = logarithms.ToArray();
        var largest = values.Max();
        return largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }
}
