using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class ReplaceUncertainLabelsTests
{
    private const float N = float.NaN;

    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly string[] s_names = ["Edema", "Pneumonia", "Fracture"];

    [TestMethod]
    [DataRow(UncertainPolicy.MultiClass)]
    [DataRow(UncertainPolicy.SelfTrained)]
    public void TheTwoPoliciesLeaveUncertainLabelsToTheNextStep(UncertainPolicy policy)
    {
        var byLabel = new Dictionary<string, UncertainPolicy> { ["Fracture"] = UncertainPolicy.Ones };
        var view = Rows(new Row { Labels = [-1, 1, -1] });
        var targets = s_ml.Transforms.MapUncertainLabels(new("Targets", "Labels", Uncertain: policy, UncertainByLabel: byLabel)).Fit(view).Transform(view);
        CollectionAssert.AreEqual(new[] { -1f, 1, 1 }, targets.GetColumn<float[]>("Targets").Single());
    }

    [TestMethod]
    public void UncertainLabelsAloneTakeTheScores()
    {
        var view = Rows(new Row { Labels = [-1, 1, -1], Score = [0.25f, 0.5f, 0.75f] }, new Row { Labels = [0, N, 0.6f], Score = [0.1f, 0.2f, 0.3f] }, new Row { Labels = [-1, -1, 0], Score = [N, N, N] });
        var model = s_ml.Transforms.ReplaceUncertainLabels("Targets", "Labels").Fit(view);
        var expected = new[] { new[] { 0.25f, 1, 0.75f }, [0, N, 0.6f], [N, N, 0] };
        foreach (var step in new ITransformer[] { model, Zip.RoundTrip(model, view.Schema) })
        {
            var found = step.Transform(view);
            foreach (var (row, targets) in expected.Zip(found.GetColumn<float[]>("Targets"))) CollectionAssert.AreEqual(row, targets);
            VBuffer<ReadOnlyMemory<char>> names = default;
            found.Schema["Targets"].GetSlotNames(ref names);
            CollectionAssert.AreEqual(s_names, names.DenseValues().Select(name => name.ToString()).ToArray());
            // Validation rows, and images to score.
            var unscored = s_ml.Transforms.DropColumns("Score").Fit(view).Transform(view);
            CollectionAssert.AreEqual(new[] { N, 1, N }, step.Transform(unscored).GetColumn<float[]>("Targets").First());
            var bare = s_ml.Transforms.DropColumns("Labels", "Score").Fit(view).Transform(view);
            CollectionAssert.AreEqual(new[] { N, N, N }, step.Transform(bare).GetColumn<float[]>("Targets").First());
        }
    }

    [TestMethod]
    public void OneLabelTakesOneProbability()
    {
        var view = s_ml.Data.LoadFromEnumerable(new[] { new OneLabel { Label = -1, Probability = 0.4f }, new OneLabel { Label = 1, Probability = 0.5f } });
        var found = s_ml.Transforms.ReplaceUncertainLabels("Label", scoreColumnName: "Probability").Fit(view).Transform(view);
        CollectionAssert.AreEqual(new[] { 0.4f, 1 }, found.GetColumn<float>("Label").ToArray());
    }

    [TestMethod]
    public void WhatDoesNotFitIsRefused()
    {
        var view = Rows(new Row { Labels = [-1, 1, 0], Score = [2, 0, 0] });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.ReplaceUncertainLabels("T", "Labels", "Probability").Fit(view)).Message,
            "Column 'Probability' must hold the probabilities that take the place of uncertain labels. It is not there.");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.ReplaceUncertainLabels("T", "Lables").Fit(view)).Message, "Did you mean 'Labels'?");
        var fewer = s_ml.Transforms.MapUncertainLabels("Few", "Labels", ["Pneumonia", "Edema"]).Fit(view).Transform(view);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.ReplaceUncertainLabels("T", "Labels", "Few").Fit(fewer)).Message,
            "Columns 'Labels' and 'Few' must hold the same labels in the same order. Found: Edema, Pneumonia, Fracture (3) and Pneumonia, Edema (2).");
        var step = s_ml.Transforms.ReplaceUncertainLabels("T", "Labels").Fit(view);
        Assert.Contains("must be a probability, 0 to 1. Received: 2.", Assert.Throws<Exception>(() => step.Transform(view).GetColumn<float[]>("T").ToArray()).ToString());
    }

    private static IDataView Rows(params Row[] rows)
    {
        var schema = SlotNames.Describe<Row>("Labels", s_names);
        schema["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, s_names.Length);
        return s_ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        public string Path { get; set; } = "a";

        public float[] Labels { get; set; } = [];

        public float[] Score { get; set; } = [0, 0, 0];
    }

    private sealed class OneLabel
    {
        public float Label { get; set; }

        public float Probability { get; set; }
    }
}
