using MlNetTL.Scoring;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // How the trained model looks at an image when it is asked.
    public sealed partial class Options
    {
        /// <summary>The views of an image that the trained model scores, to answer with the mean of their probabilities: <c>TestTimeViews.Original | TestTimeViews.HorizontalFlip</c>. It is saved with the model.
        /// The validation figures of the training are those of the images as they are: choosing epochs costs no more for it.</summary>
        public TestTimeViews TestTimeViews { get; set; } = TestTimeViews.Original;

        private IEnumerable<string> ScoringProblems()
        {
            if (ViewFlips.ProblemOf(TestTimeViews) is { } problem) yield return problem;
        }
    }
}
