using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Interop;
using MlNetTL.Transforms;

namespace MlNetTL;

/// <summary>Label trees and tables on <c>mlContext.Transforms</c>.</summary>
public static class TransformsCatalogLabelTables
{
    extension(TransformsCatalog catalog)
    {
        /// <summary>Makes what is found at a child of a label tree hold for its parents: an image with Edema has Lung Opacity.</summary>
        /// <param name="outputColumnName">The column that comes out.</param>
        /// <param name="inputColumnName">The labels; null: the output's name.</param>
        /// <param name="tree">Which label implies which; null: CheXpert's (<see cref="CheXpertLabels.Tree"/>). Labels that the column lacks are passed over.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | Vector&lt;Single&gt; of known size with SlotNames: 1, 0, -1 (uncertain), NaN (blank) |
        /// | output | the same labels: a parent is 1 where it or any label under it is; else -1 where any of them is; else as it was |
        ///
        /// Fitting counts how often parents and children disagree: in the log, and in the transformer's `Propagated`. A child that is present wins over a parent
        /// that is absent. What is absent at a parent is not handed down. It comes before MapUncertainLabels.
        /// ]]></format>
        /// <code>
        /// var pipeline = mlContext.Transforms.PropagateLabels("Labels").Append(mlContext.Transforms.MapUncertainLabels("Targets", "Labels"));
        /// </code>
        /// </remarks>
        public LabelPropagatingEstimator PropagateLabels(string outputColumnName, string? inputColumnName = null, LabelTree? tree = null) =>
            new(Environments.Of(catalog), outputColumnName, inputColumnName, tree ?? CheXpertLabels.Tree);

        /// <summary>Takes the labels of one chest X-ray data set for those of another, as in ChestX-ray14's Effusion for CheXpert's Pleural Effusion.</summary>
        /// <param name="outputColumnName">The column that comes out.</param>
        /// <param name="labels">The labels that come out, in order, such as those of a model.</param>
        /// <param name="inputColumnName">The labels that the data have; null: the output's name.</param>
        /// <remarks>
        /// <format type="text/markdown"><![CDATA[
        /// ### Input and Output Columns
        /// | Column | Type |
        /// | -- | -- |
        /// | input | Vector&lt;Single&gt; of known size with SlotNames: 1, 0, -1 (uncertain), NaN (blank) |
        /// | output | Vector&lt;Single&gt; of the labels asked for, with their SlotNames |
        ///
        /// What means the same is in `LabelVocabulary.All`, with sources. A label that several together make up (Lung Lesion: Mass, Nodule) is 1 where any is, 0 where all are.
        /// ]]></format>
        /// <code>
        /// var chestXray14AsCheXpert = mlContext.Transforms.MapLabels("Labels", ["Cardiomegaly", "Edema", "Pleural Effusion"]);
        /// </code>
        /// </remarks>
        /// <exception cref="ArgumentException">No labels, or one twice; when fitting, also labels that the data have nothing for.</exception>
        public LabelMappingEstimator MapLabels(string outputColumnName, IReadOnlyList<string> labels, string? inputColumnName = null)
        {
            ArgumentNullException.ThrowIfNull(labels);
            return new(outputColumnName, inputColumnName, labels);
        }
    }
}
