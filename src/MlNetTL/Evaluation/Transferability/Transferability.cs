namespace MlNetTL.Evaluation;

/// <summary>Tells from a network's features, without training it, how well it is likely to do on a task: LogME and the regularised H-score.</summary>
/// <remarks>Compute features of the training rows only: a network chosen by the test rows has seen them. Both measures are linear: they say how well a linear head
/// would do on the features as they are, and rank networks by that. Fine-tuning changes features, so the order is likely and not certain.</remarks>
public static class Transferability
{
    /// <summary>Scores features for a task of several classes; two classes are the binary case.</summary>
    /// <param name="features">For each row its features, all of one length and finite.</param>
    /// <param name="classes">For each row its class, from 0; -1 where unknown: such rows are left out.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, a feature is not finite, or fewer than two classes have rows.</exception>
    public static TransferabilityEstimate Estimate(IReadOnlyList<float[]> features, IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(classes);
        Check(features, classes.Count);
        foreach (var value in classes)
            if (value < -1) throw new ArgumentException($"A class must be 0 or more, or -1 (unknown). Received: {value}.");
        int[] known = [.. Enumerable.Range(0, classes.Count).Where(row => classes[row] >= 0)];
        var columns = Columns([.. known.Select(row => classes[row])]);
        if (columns.Count < 2) throw new ArgumentException($"At least 2 classes must have rows. Found: {columns.Count} in {known.Length} rows.");
        var scores = new Decomposed([.. known.Select(row => features[row])]).Score(columns);
        return new(scores.LogME, scores.HScore, known.Length, features[0].Length, []);
    }

    /// <summary>Scores features for a task of several labels: each over the rows where it is known, then the mean over labels that have both classes.</summary>
    /// <param name="features">For each row its features, all of one length and finite.</param>
    /// <param name="labelNames">The names of the labels.</param>
    /// <param name="labels">For each row its labels: 0 or 1. NaN and values between (smoothed targets) count as unknown.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, a feature is not finite, a label lies outside 0 to 1, or no label has both classes.</exception>
    public static TransferabilityEstimate Estimate(IReadOnlyList<float[]> features, IReadOnlyList<string> labelNames, IReadOnlyList<float[]> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labelNames);
        ArgumentNullException.ThrowIfNull(labels);
        Check(features, labels.Count);
        foreach (var row in labels)
        {
            if (row.Length != labelNames.Count) throw new ArgumentException($"Every row must have {labelNames.Count} labels, one for each name. Received: {row.Length}.");
            foreach (var value in row)
                if (value is < 0 or > 1) throw new ArgumentException($"A label must lie between 0 and 1, or be NaN (unknown). Received: {value}.");
        }
        var scored = ScoreLabels(features, labelNames, labels);
        if (!scored.Any(label => label.IsScored))
            throw new ArgumentException($"At least one label must have both positive and negative rows. Found none of {string.Join(", ", labelNames)}.");
        var rows = labels.Count(row => row.Any(value => value is 0 or 1));
        return new(Mean.OfNumbers(scored.Select(label => label.LogME)), Mean.OfNumbers(scored.Select(label => label.HScore)), rows, features[0].Length, scored);
    }

    // Labels that are known on the same rows share a decomposition; most often all are.
    private static LabelTransferability[] ScoreLabels(IReadOnlyList<float[]> features, IReadOnlyList<string> names, IReadOnlyList<float[]> labels)
    {
        var scored = new LabelTransferability[names.Count];
        var byRows = Enumerable.Range(0, names.Count)
            .Select(label => (Label: label, Rows: Enumerable.Range(0, labels.Count).Where(row => labels[row][label] is 0 or 1).ToArray()))
            .GroupBy(pair => string.Join(',', pair.Rows));
        foreach (var group in byRows)
        {
            Decomposed? decomposed = null;
            foreach (var (label, rows) in group)
            {
                var columns = Columns([.. rows.Select(row => (int)labels[row][label])]);
                if (columns.Count < 2)
                {
                    scored[label] = new(names[label], rows.Length, double.NaN, double.NaN);
                    continue;
                }
                decomposed ??= new([.. rows.Select(row => features[row])]);
                var scores = decomposed.Score(columns);
                scored[label] = new(names[label], rows.Length, scores.LogME, scores.HScore);
            }
        }
        return scored;
    }

    // A column of 0 and 1 for each class that occurs.
    private static List<double[]> Columns(int[] classes) =>
        [.. classes.Distinct().Order().Select(c => Array.ConvertAll(classes, value => value == c ? 1.0 : 0.0))];

    private static void Check(IReadOnlyList<float[]> features, int labels)
    {
        if (features.Count == 0) throw new ArgumentException("There must be rows of features. Received none.");
        if (features.Count != labels) throw new ArgumentException($"There must be as many rows of labels as of features. Received: {labels} and {features.Count}.");
        var width = features[0].Length;
        for (var row = 0; row < features.Count; row++)
        {
            if (features[row].Length != width || width == 0)
                throw new ArgumentException($"Every row must have the same number of features, at least 1. Received: {features[row].Length} in row {row}, {width} in row 0.");
            if (!Array.TrueForAll(features[row], float.IsFinite))
                throw new ArgumentException($"Features must be finite. Received {Array.Find(features[row], value => !float.IsFinite(value))} in row {row}. Leave out rows whose image could not be read.");
        }
    }

    private sealed class Decomposed(float[][] features)
    {
        private readonly FeatureSpectrum _asTheyAre = FeatureSpectrum.Of(features, centred: false);
        private readonly FeatureSpectrum _centred = FeatureSpectrum.Of(features, centred: true);

        public (double LogME, double HScore) Score(List<double[]> columns) =>
            (columns.Average(column => Evaluation.LogME.Of(_asTheyAre, column)), Evaluation.HScore.Of(_centred, columns));
    }
}
