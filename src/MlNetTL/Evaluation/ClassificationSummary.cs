namespace MlNetTL.Evaluation;

/// <summary>How well one of several classes is told, and the confusion matrix. Two classes are the binary case: the second is the positive one.</summary>
/// <param name="Classes">Each class against the rest.</param>
/// <param name="Confusion">Row counts: the first index is the true class, the second the called one, the class with the highest probability unless calls were given.</param>
/// <param name="Rows">The rows that were scored and whose class is known.</param>
/// <param name="Unknown">Scored rows left out because their class is unknown.</param>
/// <param name="Unscored">Rows left out because a score is NaN, as an unreadable image gives.</param>
/// <param name="LogLoss">The mean negative log-likelihood of the true class, in nats.</param>
public sealed record ClassificationSummary(
    IReadOnlyList<ClassMetrics> Classes,
    IReadOnlyList<int[]> Confusion,
    int Rows,
    int Unknown,
    int Unscored,
    double LogLoss)
{
    /// <summary>The share of rows called rightly; ML.NET's micro accuracy.</summary>
    public double Accuracy => Rows == 0 ? double.NaN : (double)Confusion.Select((row, i) => row[i]).Sum() / Rows;

    /// <summary>The mean recall of the classes that occur; ML.NET's macro accuracy, also called balanced accuracy.</summary>
    public double MacroAccuracy => Mean.OfNumbers(Classes.Select(c => c.Recall));

    /// <summary>Cohen's kappa: 1 for agreement, 0 for what chance gives. NaN where only one class occurs and is called.</summary>
    public double CohenKappa => Kappa.Of(Confusion, (i, j) => i == j ? 0 : 1);

    /// <summary>The quadratic weighted kappa, for classes that are grades in order: a call two grades off costs four times as much as one grade off. EyePACS's figure.</summary>
    public double QuadraticWeightedKappa => Kappa.Quadratic(Confusion);

    /// <summary>Its 95 % interval (Fleiss, Cohen and Everitt 1969), which takes rows for independent.</summary>
    public ConfidenceInterval QuadraticWeightedKappaInterval => Kappa.Interval(Confusion, Kappa.Squared);

    /// <summary>Whether the classes are called by ascending whole numbers, as grades are.</summary>
    public bool HasGrades => Classes.Count > 2 && Classes.All(c => int.TryParse(c.Name, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _))
        && Classes.Zip(Classes.Skip(1)).All(pair => int.Parse(pair.First.Name, System.Globalization.CultureInfo.InvariantCulture) < int.Parse(pair.Second.Name, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The mean one-against-rest area under the ROC curve of the classes that occur. With two classes, the area itself.</summary>
    public double MacroAreaUnderRocCurve => Mean.OfNumbers(Classes.Select(c => c.AreaUnderRocCurve));

    /// <summary>The mean F1 score of the classes that occur or are called.</summary>
    public double MacroF1Score => Mean.OfNumbers(Classes.Select(c => c.F1Score));

    /// <summary>Summarises two classes. A probability above 0.5 is called positive.</summary>
    /// <param name="negative">The name of the negative class.</param>
    /// <param name="positive">The name of the positive class.</param>
    /// <param name="labels">1 for positive, 0 for negative, any other number (NaN, smoothed) for unknown.</param>
    /// <param name="probabilities">The probability of the positive class; NaN where not scored.</param>
    public static ClassificationSummary Binary(string negative, string positive, ReadOnlySpan<float> labels, ReadOnlySpan<float> probabilities)
    {
        var classes = labels.ToArray().Select(label => label == 1 ? 1 : label == 0 ? 0 : -1).ToArray();
        return Multiclass([negative, positive], classes, [.. probabilities.ToArray().Select(p => new[] { 1 - p, p })]);
    }

    /// <summary>Summarises several classes. The class with the highest probability is called; of equals the first.</summary>
    /// <param name="names">The classes' names.</param>
    /// <param name="labels">The class of each row, from 0; -1 where unknown.</param>
    /// <param name="probabilities">For each row, a probability for each class. A row with NaN is left out and counted.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, or a class index is out of range.</exception>
    public static ClassificationSummary Multiclass(IReadOnlyList<string> names, IReadOnlyList<int> labels, IReadOnlyList<float[]> probabilities) =>
        Multiclass(names, labels, probabilities, [.. probabilities.Select(IndexOfLargest)]);

    /// <summary>Summarises several classes of which others than the most likely may be called, as grades by cut points are.</summary>
    /// <param name="names">The classes' names.</param>
    /// <param name="labels">The class of each row, from 0; -1 where unknown.</param>
    /// <param name="probabilities">For each row, a probability for each class. A row with NaN is left out and counted.</param>
    /// <param name="calls">The called class of each row, from 0; of rows with NaN it is not read.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, or a class index is out of range.</exception>
    public static ClassificationSummary Multiclass(IReadOnlyList<string> names, IReadOnlyList<int> labels, IReadOnlyList<float[]> probabilities, IReadOnlyList<int> calls)
    {
        if (calls.Count != probabilities.Count)
            throw new ArgumentException($"There must be as many calls as rows of scores. Received: {calls.Count} and {probabilities.Count}.");
        if (labels.Count != probabilities.Count)
            throw new ArgumentException($"There must be as many labels as rows of scores. Received: {labels.Count} and {probabilities.Count}.");
        foreach (var row in probabilities)
            if (row.Length != names.Count) throw new ArgumentException($"Every row must have {names.Count} scores, one for each class. Received: {row.Length}.");
        foreach (var label in labels)
            if (label < -1 || label >= names.Count)
                throw new ArgumentException($"A class must lie between 0 and {names.Count - 1}, or be -1 (unknown). Received: {label}.");

        var scored = Enumerable.Range(0, labels.Count).Where(row => !Array.Exists(probabilities[row], float.IsNaN)).ToArray();
        var known = scored.Where(row => labels[row] >= 0).ToArray();
        var confusion = names.Select(_ => new int[names.Count]).ToArray();
        foreach (var row in known) confusion[labels[row]][calls[row]]++;
        var loss = known.Length == 0 ? double.NaN : known.Average(row => BinaryMeasures.NegativeLog(probabilities[row][labels[row]]));
        var classes = names.Select((name, c) => OneAgainstRest(
            name, c, [.. known.Select(row => probabilities[row][c])], [.. known.Select(row => labels[row] == c)], confusion)).ToArray();
        return new(classes, confusion, known.Length, scored.Length - known.Length, labels.Count - scored.Length, loss);
    }

    private static ClassMetrics OneAgainstRest(string name, int c, float[] scores, bool[] truths, int[][] confusion)
    {
        var curve = RocCurve.From(scores, truths);
        double right = confusion[c][c], called = confusion.Sum(row => row[c]), actual = confusion[c].Sum();
        return new(
            name, curve.Positives, curve.AreaUnderCurve, curve.Interval, BinaryMeasures.AveragePrecision(scores, truths),
            right / called, right / actual, 2 * right / (called + actual));
    }

    private static int IndexOfLargest(float[] values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++) if (values[i] > values[best]) best = i;
        return best;
    }
}
