using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Evaluation;

namespace MlNetTL.Tests.Evaluation;

[TestClass]
public sealed class MultiLabelEvaluatorTests
{
    private static readonly MLContext s_context = new(seed: 1);

    [TestMethod]
    public void ReadsAViewWithSparseVectorsAndSlotNames()
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        VBuffer<ReadOnlyMemory<char>> names = new(2, ["Edema".AsMemory(), "Fracture".AsMemory()]);
        schema["Labels"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, 2));
        Row[] rows =
        [
            new() { Labels = new(2, [1f, float.NaN]), Score = new(2, [0.9f, 0.1f]) },
            new() { Labels = new(2, 1, [1f], [1]), Score = new(2, [0.3f, 0.8f]) },
            new() { Labels = new(2, 0, [], []), Score = new(2, 1, [0.2f], [0]) },
        ];
        var metrics = MultiLabelEvaluator.Evaluate(s_context.Data.LoadFromEnumerable(rows, schema));

        CollectionAssert.AreEqual(new[] { "Edema", "Fracture" }, metrics.Labels.Select(label => label.Name).ToArray());
        Assert.AreEqual((1, 2, 0), (metrics.Labels[0].Positives, metrics.Labels[0].Negatives, metrics.Labels[0].Unknown));
        Assert.AreEqual((1, 1, 1), (metrics.Labels[1].Positives, metrics.Labels[1].Negatives, metrics.Labels[1].Unknown));
        Assert.AreEqual(1, metrics.MacroAreaUnderRocCurve);
    }

    [TestMethod]
    public void NamesEveryProblemOfTheColumns()
    {
        var data = s_context.Data.LoadFromEnumerable([new Wrong { Label = 1, Score = [1, 2] }]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => MultiLabelEvaluator.Evaluate(data, "Labels"));
        StringAssert.Contains(error.Message, "There must be a label column 'Labels'. Did you mean 'Label'?");
        StringAssert.Contains(error.Message, "The score column 'Score' must be a known-size vector of Single. Found: Vector<Double, 2>.");
    }

    [TestMethod]
    public void LabelsInAnotherOrderThanTheScoresAreRefused()
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        VBuffer<ReadOnlyMemory<char>> labels = new(2, ["Edema".AsMemory(), "Fracture".AsMemory()]), scores = new(2, ["Fracture".AsMemory(), "Edema".AsMemory()]);
        schema["Labels"].AddAnnotation("SlotNames", labels, new VectorDataViewType(TextDataViewType.Instance, 2));
        schema["Score"].AddAnnotation("SlotNames", scores, new VectorDataViewType(TextDataViewType.Instance, 2));
        var data = s_context.Data.LoadFromEnumerable([new Row { Labels = new(2, [1f, 0]), Score = new(2, [0.9f, 0.1f]) }], schema);
        var error = Assert.ThrowsExactly<ArgumentException>(() => MultiLabelEvaluator.Evaluate(data));
        StringAssert.Contains(error.Message, "must hold the same labels in the same order. Found: Edema, Fracture and Fracture, Edema.");
    }

    private sealed class Row
    {
        [VectorType(2)] public VBuffer<float> Labels { get; set; }
        [VectorType(2)] public VBuffer<float> Score { get; set; }
    }

    private sealed class Wrong
    {
        public float Label { get; set; }
        [VectorType(2)] public double[] Score { get; set; } = [];
    }
}
