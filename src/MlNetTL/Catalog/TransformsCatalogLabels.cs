using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Transforms;

namespace MlNetTL;

/// <summary>Label steps on <c>mlContext.Transforms</c>.</summary>
public static class TransformsCatalogLabels
{
    extension(TransformsCatalog catalog)
    {
        /// <summary>Turns labels that may be uncertain or blank into the targets of a multi-label task.</summary>
        /// <param name="outputColumnName">The column that comes out.</param>
        /// <param name="inputColumnName">The labels; null: the output's name.</param>
        /// <param name="labels">Which labels, by their slot names, in the order in which they come out; null: all.</param>
        /// <param name="uncertain">What becomes of -1.</param>
        /// <param name="blank">What becomes of NaN.</param>
        /// <param name="seed">The seed of smoothed targets.</param>
        /// <param name="rowKeyColumnName">A Text column that tells rows apart; needed for smoothed targets only, which hang on (seed, its value, label).</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | Vector&lt;Single&gt; of known size with SlotNames: 1, 0, -1 (uncertain), NaN (blank) |
        /// | output | Vector&lt;Single&gt; of the chosen labels with their SlotNames: 1, 0, a smoothed target, NaN for 'not known', or -1 by MultiClass and SelfTrained |
        ///
        /// When the data to score have no label column, all targets are NaN. A label of any other value is an error that names its row.
        /// ]]></format>
        /// <code>
        /// var pipeline = mlContext.Transforms.MapUncertainLabels("Targets", "Labels", ["Edema", "Pleural Effusion"], UncertainPolicy.Ones, BlankPolicy.Negative);
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public UncertainLabelMappingEstimator MapUncertainLabels(
            string outputColumnName,
            string? inputColumnName = null,
            IReadOnlyList<string>? labels = null,
            UncertainPolicy uncertain = UncertainPolicy.Ignore,
            BlankPolicy blank = BlankPolicy.Ignore,
            long seed = 0,
            string rowKeyColumnName = "Path") =>
            new(new(outputColumnName, inputColumnName, labels, uncertain, blank, Seed: seed, RowKeyColumnName: rowKeyColumnName));

        /// <summary>Turns labels that may be uncertain or blank into the targets of a multi-label task, with ranges and with policies for single labels.</summary>
        /// <param name="options">The settings.</param>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public UncertainLabelMappingEstimator MapUncertainLabels(MapUncertainLabelsOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return new(options);
        }

        /// <summary>Takes one label out of several, as the target of a binary task.</summary>
        /// <param name="outputColumnName">The column that comes out.</param>
        /// <param name="inputColumnName">The labels.</param>
        /// <param name="label">The label, by its slot name.</param>
        /// <param name="uncertain">What becomes of -1.</param>
        /// <param name="blank">What becomes of NaN.</param>
        /// <param name="seed">The seed of smoothed targets.</param>
        /// <param name="rowKeyColumnName">A Text column that tells rows apart; needed for smoothed targets only.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | Vector&lt;Single&gt; of known size with SlotNames: 1, 0, -1 (uncertain), NaN (blank) |
        /// | output | Single: 1, 0, a smoothed target, or NaN for 'not known' |
        ///
        /// The output is Single and not Boolean, which has no value for 'not known'. This library's binary trainers leave NaN rows out and count them, and ML.NET's
        /// `BinaryClassification.Evaluate` takes a Single label and leaves NaN rows out of its figures. For a trainer that wants Boolean, drop the rows first and convert:
        /// `mlContext.Data.FilterRowsByMissingValues(view, "Label")`, then `Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Boolean)`.
        /// ]]></format>
        /// <code>
        /// var pipeline = mlContext.Transforms.MapUncertainLabel("Label", "Labels", "Lung Opacity", UncertainPolicy.Ones);
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">Settings are out of range; all of them are listed.</exception>
        public UncertainLabelMappingEstimator MapUncertainLabel(
            string outputColumnName,
            string inputColumnName,
            string label,
            UncertainPolicy uncertain = UncertainPolicy.Ignore,
            BlankPolicy blank = BlankPolicy.Ignore,
            long seed = 0,
            string rowKeyColumnName = "Path") =>
            new(new(outputColumnName, inputColumnName, [label], uncertain, blank, Seed: seed, RowKeyColumnName: rowKeyColumnName), isScalar: true);

        /// <summary>Puts a model's probabilities in the place of uncertain labels: U-SelfTrained (Irvin et al., 'CheXpert', 2019, section 3.1), whose first model is trained without them.</summary>
        /// <param name="outputColumnName">The column that comes out.</param>
        /// <param name="inputColumnName">The labels, in which MapUncertainLabels left -1 by <see cref="UncertainPolicy.SelfTrained"/>; null: the output's name.</param>
        /// <param name="scoreColumnName">The first model's probabilities: 'Score' of several labels, 'Probability' of one.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | labels | Single, or Vector&lt;Single&gt; of known size: 0 to 1, -1 (uncertain), NaN (not known) |
        /// | scores | Single, or Vector&lt;Single&gt; of the same labels in the same order: probabilities |
        /// | output | as the labels: -1 is the probability (NaN where that is), all else as it was |
        ///
        /// In data without the column of scores, -1 becomes NaN: score the training rows alone, and hand in validation rows of their own as they are, so that no guess is held for a truth.
        /// ]]></format>
        /// <code>
        /// var first = mlContext.Transforms.MapUncertainLabels("Targets", "Labels").Append(load).Append(trainer).Fit(train, valid);
        /// var guessed = mlContext.Transforms.CopyColumns("Guess", "Score").Append(mlContext.Transforms.DropColumns("Score", "Targets")).Fit(first.Transform(train));
        /// var second = mlContext.Transforms.MapUncertainLabels("Targets", "Labels", uncertain: UncertainPolicy.SelfTrained)
        ///     .Append(mlContext.Transforms.ReplaceUncertainLabels("Targets", scoreColumnName: "Guess")).Append(load).Append(trainer).Fit(guessed.Transform(first.Transform(train)), valid);
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">A name is empty; when fitting, also where a column is missing or of another type.</exception>
        public UncertainLabelReplacingEstimator ReplaceUncertainLabels(string outputColumnName, string? inputColumnName = null, string scoreColumnName = "Score") =>
            new(outputColumnName, inputColumnName, scoreColumnName);
    }
}
