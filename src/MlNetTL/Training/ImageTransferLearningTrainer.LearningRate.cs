using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Scoring;
using MlNetTL.Training.LearningRates;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    /// <summary>Looks for a learning rate: trains some steps at a rate that rises from each to the next, and tells where the loss falls and where it runs away (Smith, 'Cyclical learning rates for
    /// training neural networks', 2017, section 3.3; fastai's <c>lr_find</c>). Nothing is kept of the training, no weight file and no checkpoint is touched, and no validation row is trained on.</summary>
    /// <param name="trainData">Rows with the image and label columns.</param>
    /// <param name="search">Which rates; null for 1e-7 to 10 over 100 steps.</param>
    /// <remarks>Rates of stages keep their ratios (<see cref="Options.StageLearningRateFactor"/>). The same seed, machine and threads give the same curve. A suggestion is where to begin, not the best rate.</remarks>
    /// <exception cref="ArgumentException">A setting or column is wrong; the message names every one.</exception>
    /// <example>
    /// <code language="csharp">
    /// var curve = trainer.FindLearningRate(images);
    /// var options = new ImageTransferLearningTrainer.Options { LearningRate = curve.Valley ?? 1e-4 };
    /// </code>
    /// </example>
    public LearningRateCurve FindLearningRate(IDataView trainData, LearningRateSearch? search = null)
    {
        LearningRateCurve? curve = null;
        (search ??= new()).Validate(StagePlan.Of(_options).PhaseStarts.Count);
        Fit(trainData, null, (model, task, train, _, image, seed, progress, _) => curve = Search(model, task, train, image, seed, progress, search), isSearch: true).Dispose();
        return curve!;
    }

    private LearningRateCurve Search(ImageTransferLearningModel model, LearningTask task, ImageRows train, ImageColumn? image, int seed, FitProgress progress, LearningRateSearch search) =>
        Guarded(() => new LearningRateFinder(model.Network, task, model.Description.LabelNames, _options, seed, image?.Augmentation, progress).Run(new(train, model.Input, model.Device), search));

    // What is done with a network and rows that are ready.
    private delegate void Training(ImageTransferLearningModel model, LearningTask task, ImageRows train, ImageRows? validation, ImageColumn? image, int seed, FitProgress progress, IChannel channel);
}
