using Microsoft.ML;
using MlNetTL.Evaluation;
using MlNetTL.Scoring;

namespace MlNetTL;

/// <summary>Scores of several images of one study on <c>mlContext.Data</c>.</summary>
public static class DataCatalogScores
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Makes one row of each study of scored images, so that ML.NET's <c>Evaluate</c> and <c>MultiLabelClassification.Evaluate</c> measure studies beside images.</summary>
        /// <param name="scored">What a trained model gave, with its labels. It is read once, into memory.</param>
        /// <param name="groupColumnName">What tells studies apart (Text); across all patients, as CheXpert's 'Study' does.</param>
        /// <param name="how">What the scores of a study's images come to; of a number, and of classes without an order, the mean alone.</param>
        /// <param name="labelColumnName">The labels: Boolean or Single (one label), a vector of Single (several), a Key (classes), or Single without the column Probability (a number).</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | the group | Text, each study once, in the order in which they come |
        /// | the label | of one label Single; a label is 1 where any image has it, else 0 where any image says so, else NaN; a class or a number is that of all images, missing where they differ |
        /// | `Score` | probabilities, a vector of Single; of one label the logit, and of a regression the number, Single |
        /// | `Probability`, `PredictedLabel` | of one label; `PredictedLabel` of classes, too |
        /// | `Grade` | of grades, as a number |
        ///
        /// Grades are called by the model's own rule: by its cut points of the study's number, or as many as 'above this grade?' is more likely than not by CORAL. Other classes: the most likely.
        ///
        /// Unreadable images (NaN) are left out of their study. CheXpert measures studies by the maximum over their views (Irvin et al., 2019, section 3).
        /// ]]></format>
        /// <code>
        /// var studies = mlContext.Data.AggregateScores(model.Transform(valid), "Study", ScoreAggregation.Max, "Targets");
        /// var metrics = mlContext.MultiLabelClassification.Evaluate(studies, "Targets");
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">A column is missing or of another type, or a number, or classes without an order, are to be aggregated by Max.</exception>
        public IDataView AggregateScores(IDataView scored, string groupColumnName = "Study", ScoreAggregation how = ScoreAggregation.Max, string labelColumnName = "Label")
        {
            ArgumentNullException.ThrowIfNull(scored);
            if (!Enum.IsDefined(how)) throw new ArgumentException($"how must be one of {string.Join(", ", Enum.GetNames<ScoreAggregation>())}. Received: {how}.");
            return new StudyAggregator(scored, groupColumnName, labelColumnName, how).Aggregate(catalog);
        }
    }
}
