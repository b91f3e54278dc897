using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Evaluation;

namespace MlNetTL;

/// <summary>Several labels at once, each yes or no: the task that ML.NET has no catalog for. Reached as <c>mlContext.MultiLabelClassification</c>.</summary>
public sealed class MultiLabelClassificationCatalog
{
    private readonly MLContext _mlContext;

    internal MultiLabelClassificationCatalog(MLContext mlContext)
    {
        _mlContext = mlContext;
        Trainers = new(mlContext);
    }

    /// <summary>The trainers of this task.</summary>
    public MultiLabelClassificationTrainers Trainers { get; }

    /// <summary>Evaluates scored data.</summary>
    /// <param name="data">Rows with labels and scores.</param>
    /// <param name="labelColumnName">A vector of Single: 0, 1, or NaN for 'not known', which is left out.</param>
    /// <param name="scoreColumnName">A vector of Single: probabilities. NaN scores are left out and counted.</param>
    /// <returns>Figures for each label and their means.</returns>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or a label has a value outside 0 to 1.</exception>
    public MultiLabelMetrics Evaluate(IDataView data, string labelColumnName = "Labels", string scoreColumnName = "Score") =>
        MultiLabelEvaluator.Evaluate(data, labelColumnName, scoreColumnName);

    /// <summary>Estimates how well a network would transfer to a task of several labels, from its features of the training rows: LogME and the regularised
    /// H-score of each label over the rows where it is known, and their means (see <see cref="Transferability"/>). Compare networks on the same rows.</summary>
    /// <param name="data">Training rows. Rows whose features are all NaN (unreadable images) are left out.</param>
    /// <param name="labelColumnName">A vector of Single: 0, 1, or NaN for 'not known'.</param>
    /// <param name="featureColumnName">The features: a known-size vector of Single.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, a feature is not finite, or no label has both classes.</exception>
    public TransferabilityEstimate EstimateTransferability(IDataView data, string labelColumnName = "Labels", string featureColumnName = "Features") =>
        TransferabilityReader.OfLabels(data, labelColumnName, featureColumnName);

    /// <summary>Trains and evaluates on folds of the data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="estimator">What is trained on each fold.</param>
    /// <param name="numberOfFolds">At least 2.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="samplingKeyColumnName">The column (such as 'Patient', as Text) whose rows stay in one fold.</param>
    /// <param name="seed">Decides the folds.</param>
    /// <returns>For each fold its model, its figures and its scored rows.</returns>
    public IReadOnlyList<TrainCatalogBase.CrossValidationResult<MultiLabelMetrics>> CrossValidate(
        IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Labels", string? samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);
        if (numberOfFolds < 2) throw new ArgumentException($"numberOfFolds must be at least 2. Received: {numberOfFolds}.");
        return [.. _mlContext.Data.CrossValidationSplit(data, numberOfFolds, samplingKeyColumnName, seed).Select((fold, number) =>
        {
            var model = estimator.Fit(fold.TrainSet);
            var scored = model.Transform(fold.TestSet);
            return Interop.CrossValidationResults.Make(model, Evaluate(scored, labelColumnName), scored, number);
        })];
    }

    /// <summary>The trainers of <see cref="MultiLabelClassificationCatalog"/>.</summary>
    public sealed class MultiLabelClassificationTrainers
    {
        internal MultiLabelClassificationTrainers(IHostEnvironment environment) => Environment = environment;

        internal IHostEnvironment Environment { get; }
    }
}
