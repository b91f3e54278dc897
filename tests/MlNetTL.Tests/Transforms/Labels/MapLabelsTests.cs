using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class MapLabelsTests
{
    private const float NaN = float.NaN;

    private static readonly string[] s_fourteen = ["Atelectasis", "Effusion", "Mass", "Nodule"];

    [TestMethod]
    [DataRow(new[] { 1, 0, 0, 0f }, new[] { 0, 0, 1f })]
    [DataRow(new[] { 0, 1, 0, 1f }, new[] { 1, 1, 0f })]
    [DataRow(new[] { NaN, -1, 1, NaN }, new[] { 1, -1, NaN })]
    [DataRow(new[] { NaN, NaN, 0, NaN }, new[] { NaN, NaN, NaN })]
    [DataRow(new[] { 0, 0, -1, 0f }, new[] { -1, 0, 0f })]
    public void ChestXray14IsReadInCheXpertsWords(float[] labels, float[] expected)
    {
        var ml = new MLContext(1);
        var rows = PropagateLabelsTests.Rows([labels], s_fourteen, ml);
        var fitted = ml.Transforms.MapLabels("Labels", ["Lung Lesion", "Pleural Effusion", "Atelectasis"]).Fit(rows);
        CollectionAssert.AreEqual(expected, fitted.Transform(rows).GetColumn<float[]>("Labels").Single());
        CollectionAssert.AreEqual(expected, Zip.RoundTrip(fitted, rows.Schema).Transform(rows).GetColumn<float[]>("Labels").Single());
    }

    [TestMethod]
    public void WhatHasNoCounterpartIsNamedWithWhatHas()
    {
        var ml = new MLContext(1);
        var rows = PropagateLabelsTests.Rows([[0, 0, 0, 0]], s_fourteen, ml);
        var error = Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.MapLabels("Labels", ["Fracture", "Pleural Effusion"]).Fit(rows));
        StringAssert.Contains(error.Message, "It has none for 'Fracture'");
        StringAssert.EndsWith(error.Message, "Ask for those that both have: Pleural Effusion.");
    }

    [TestMethod]
    public void OnlyWhatMeansTheSameIsTakenForEachOther()
    {
        CollectionAssert.AreEqual(new[] { "Pleural Effusion" }, LabelVocabulary.Find("Effusion", CheXpertLabels.Names).ToArray());
        // A lesion may be a mass or a nodule, so that neither can be had from it; nor a lesion from one of the two.
        Assert.IsEmpty(LabelVocabulary.Find("Mass", CheXpertLabels.Names));
        Assert.IsEmpty(LabelVocabulary.Find("Lung Lesion", ["Mass"]));
        Assert.IsEmpty(LabelVocabulary.Find("Pleural Other", ["Pleural_Thickening"]));
        CollectionAssert.AreEqual(new[] { "no_finding" }, LabelVocabulary.Find("No Finding", ["no_finding"]).ToArray());
        foreach (var row in LabelVocabulary.All)
        {
            Assert.Contains(row.CheXpert, CheXpertLabels.Names);
            Assert.IsGreaterThan(20, row.Source.Length);
        }
    }
}
