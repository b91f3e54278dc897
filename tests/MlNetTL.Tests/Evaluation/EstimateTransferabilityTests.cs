using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Evaluation;
using MlNetTL.Foundation;

namespace MlNetTL.Tests.Evaluation;

/// <summary>The doorway from ML.NET: any vector column with any label column.</summary>
[TestClass]
public sealed class EstimateTransferabilityTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly Row[] _rows = [.. Enumerable.Range(0, 24).Select(i =>
    {
        var random = new RowRandom(9, "rows", row: i);
        return new Row
        {
            Features = [.. Enumerable.Range(0, 4).Select(_ => (float)(random.NextGaussian() + i % 3))],
            Kind = $"kind {i % 3}",
            Label = i % 2 == 0,
            Maybe = i == 5 ? float.NaN : i % 2,
            Labels = [i % 2, i % 5 == 0 ? float.NaN : i % 3 == 0 ? 1 : 0],
        };
    })];

    private float[][] Features => [.. _rows.Select(row => row.Features)];

    [TestMethod]
    public void KeysBooleansNumbersAndVectorsAreLabels()
    {
        var view = _ml.Transforms.Conversion.MapValueToKey("Key", "Kind").Fit(View()).Transform(View());
        AssertSame(Transferability.Estimate(Features, [.. _rows.Select((_, i) => i % 3)]), _ml.MulticlassClassification.EstimateTransferability(view, "Key"));
        AssertSame(Transferability.Estimate(Features, [.. _rows.Select((_, i) => 1 - i % 2)]), _ml.BinaryClassification.EstimateTransferability(view));
        AssertSame(Transferability.Estimate(Features, [.. _rows.Select((_, i) => i == 5 ? -1 : i % 2)]), _ml.BinaryClassification.EstimateTransferability(view, "Maybe"));
        AssertSame(Transferability.Estimate(Features, ["Labels0", "Labels1"], [.. _rows.Select(row => row.Labels)]), _ml.MultiLabelClassification.EstimateTransferability(view));
    }

    [TestMethod]
    public void RowsOfUnreadableImagesAreLeftOut()
    {
        var whole = _ml.BinaryClassification.EstimateTransferability(_ml.Data.LoadFromEnumerable(_rows.Where((_, i) => i != 3)));
        _rows[3].Features = [float.NaN, float.NaN, float.NaN, float.NaN];
        AssertSame(whole, _ml.BinaryClassification.EstimateTransferability(View()));
        _rows[3].Features = [1, 2, float.NaN, 4];
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => _ml.BinaryClassification.EstimateTransferability(View())).Message, "Features must be finite.");
    }

    [TestMethod]
    public void WrongColumnsAreNamed()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.EstimateTransferability(View(), "Kind")).Message,
            "MapValueToKey(\"Kind\")");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => _ml.BinaryClassification.EstimateTransferability(View(), "Labl")).Message,
            "There must be a label column 'Labl'. Did you mean 'Label'?");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => _ml.BinaryClassification.EstimateTransferability(View(), featureColumnName: "Kind")).Message,
            "Feature column 'Kind' must be a known-size vector of Single.");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.EstimateTransferability(View(), "Maybe")).Message,
            "Label column 'Maybe' must be a known-size vector of Single.");
    }

    private IDataView View() => _ml.Data.LoadFromEnumerable(_rows);

    private static void AssertSame(TransferabilityEstimate expected, TransferabilityEstimate found)
    {
        Assert.AreEqual(expected.LogME, found.LogME, 1e-12);
        Assert.AreEqual(expected.HScore, found.HScore, 1e-12);
        Assert.AreEqual(expected.Rows, found.Rows);
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public string Kind { get; set; } = "";

        public bool Label { get; set; }

        public float Maybe { get; set; }

        [VectorType(2)]
        public float[] Labels { get; set; } = [];
    }
}
