using MlNetTL.Scoring;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // How grades in order are learned.
    public sealed partial class Options
    {
        /// <summary>Ordinal tasks: CORAL, or a regression with cut points.</summary>
        public OrdinalMethod OrdinalMethod { get; set; }

        /// <summary>CORAL only: how much each question 'above this grade?' counts in the loss, from the lowest grade on, one fewer than there are grades (λ of equation 4 in Cao et al., 2020); each above 0.
        /// Null: each counts 1, as in the paper's experiments.</summary>
        public IReadOnlyList<double>? ImportanceWeights { get; set; }

        /// <summary>Ordinal tasks: the output column of the grade as a number, Single: 0 for the first grade, and between two where it is between them. By CORAL it is the mean of the grades'
        /// probabilities, by cut points the number that is cut.</summary>
        public string GradeColumnName { get; set; } = "Grade";

        private IEnumerable<string> OrdinalProblems()
        {
            foreach (var problem in Undefined(OrdinalMethod)) yield return problem;
            foreach (var weight in (ImportanceWeights ?? []).Where(weight => !(weight > 0) || double.IsInfinity(weight)))
                yield return $"ImportanceWeights must be above 0 and finite. Received: {weight}.";
        }
    }
}
