using Microsoft.ML;

namespace MlNetTL.Scoring;

/// <summary>The output columns of a task: their names, types, annotations and how they follow from the network's outputs.</summary>
/// <param name="names">The names of the columns.</param>
internal abstract class ScoreColumns(ScoreColumnNames names)
{
    protected ScoreColumnNames Names { get; } = names;

    /// <summary>The score columns of a task.</summary>
    public static ScoreColumns For(ModelDescription description, KeyValues? keys, ScoreColumnNames names) => description.Task switch
    {
        PredictionTask.Binary => new BinaryScoreColumns(names),
        PredictionTask.Multiclass => new MulticlassScoreColumns(names, keys ?? throw new ArgumentNullException(nameof(keys))),
        PredictionTask.MultiLabel => new MultiLabelScoreColumns(names, description.LabelNames, description.TrainedLabels, description.Parents is { } parents ? new(parents) : null),
        PredictionTask.Ordinal => new OrdinalScoreColumns(names, keys ?? throw new ArgumentNullException(nameof(keys)), description.Grader),
        PredictionTask.Regression => new RegressionScoreColumns(names, description.Scale),
        _ => throw new NotSupportedException($"{nameof(ScoreColumns)} must have the columns of each task. It lacks '{description.Task}'."),
    };

    /// <summary>The columns, in order.</summary>
    public abstract DataViewSchema.DetachedColumn[] Make();

    /// <summary>The getter of a column, given the network's outputs for the current row. NaN outputs mean an unreadable image.</summary>
    public abstract Delegate MakeGetter(int column, Func<ReadOnlyMemory<float>> logits);

    /// <summary>The outputs that stand for several views of one image: what they mean, which each task says, is the mean of what the views' outputs mean.</summary>
    /// <param name="views">The network's outputs for each view, two views or more.</param>
    public abstract float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views);

    /// <summary>1 / (1 + e^-x).</summary>
    public static float Sigmoid(float logit) => (float)Probability(logit);

    /// <summary>The same in double precision.</summary>
    protected static double Probability(float logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>The logit of a probability.</summary>
    public static float Logit(double probability) => (float)(Math.Log(probability) - Math.Log(1 - probability));

    /// <summary>The probabilities of classes; all NaN where an output is.</summary>
    public static float[] Softmax(ReadOnlySpan<float> logits)
    {
        var probabilities = new float[logits.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        foreach (var logit in logits) sum += Math.Exp(logit - largest);
        for (var i = 0; i < logits.Length; i++) probabilities[i] = (float)(Math.Exp(logits[i] - largest) / sum);
        return probabilities;
    }
}
