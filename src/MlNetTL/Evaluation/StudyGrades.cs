namespace MlNetTL.Evaluation;

/// <summary>Grades the images of a study together by the rule that grades one image, so that a study of one image has its grade.</summary>
/// <param name="CutPoints">Where the number is cut into grades, of a model by cut points; null: the grade is the number of questions 'above grade k?' whose answer is rather yes (Cao et al., 2020, section 3.2).</param>
internal sealed record StudyGrades(IReadOnlyList<double>? CutPoints)
{
    /// <summary>What the images come to. Those that are NaN (unreadable) are left out; all NaN and null where none is left.</summary>
    /// <param name="probabilities">Of each image the probability of each grade.</param>
    /// <param name="numbers">Of each image the grade as a number; it counts where there are cut points.</param>
    /// <param name="how">The mean, or the maximum: of the number, and of how likely the study is above each grade, since the highest probabilities of the grades themselves are none.</param>
    /// <returns>The probability of each grade, the grade that is called, and it as a number.</returns>
    public (float[] Scores, int? Called, float Number) Join(IReadOnlyList<float[]> probabilities, IReadOnlyList<float> numbers, ScoreAggregation how)
    {
        int[] read = [.. Enumerable.Range(0, probabilities.Count).Where(image => !probabilities[image].Any(float.IsNaN))];
        if (read.Length == 0) return ([.. Enumerable.Repeat(float.NaN, probabilities[0].Length)], null, float.NaN);
        double[][] images = [.. read.Select(image => From(probabilities[image]))];
        double[] from = [.. Enumerable.Range(0, images[0].Length).Select(k => Join(images.Select(image => image[k]), how))], above = from[1..];
        // Rounding alone can make them less than 0.
        float[] scores = [.. from.Zip(above.Append(0), (lower, upper) => (float)Math.Max(0, lower - upper))];
        if (CutPoints is null) return (scores, above.Count(probability => probability > 0.5), (float)above.Sum());
        var number = Join(read.Select(image => (double)numbers[image]), how);
        return (scores, CutPoints.Count(point => number > point), (float)number);
    }

    // The probability to be of each grade or above it: summed and not 1 at the first, so that the differences are the probabilities again, small ones too.
    private static double[] From(float[] probabilities) => [.. Enumerable.Range(0, probabilities.Length).Select(k => probabilities.Skip(k).Sum(probability => (double)probability))];

    private static double Join(IEnumerable<double> values, ScoreAggregation how) => how == ScoreAggregation.Max ? values.Max() : values.Average();
}
