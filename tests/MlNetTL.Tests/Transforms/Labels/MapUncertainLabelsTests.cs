using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Interop;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class MapUncertainLabelsTests
{
    private const float NaN = float.NaN;

    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly string[] s_names = ["Edema", "Lung Opacity", "Pneumonia"];

    [TestMethod]
    [DataRow(UncertainPolicy.Ignore, BlankPolicy.Ignore, NaN, NaN)]
    [DataRow(UncertainPolicy.Zeros, BlankPolicy.Ignore, 0f, NaN)]
    [DataRow(UncertainPolicy.Ones, BlankPolicy.Negative, 1f, 0f)]
    [DataRow(UncertainPolicy.Ignore, BlankPolicy.Negative, NaN, 0f)]
    public void EachPolicyGivesItsTargets(UncertainPolicy uncertain, BlankPolicy blank, float expectedUncertain, float expectedBlank)
    {
        var view = Map(Rows([1, 0, -1], [NaN, -1, 1]), new("Targets", "Labels", Uncertain: uncertain, Blank: blank));
        var targets = view.GetColumn<float[]>("Targets").ToArray();
        CollectionAssert.AreEqual(new[] { 1f, 0, expectedUncertain }, targets[0]);
        CollectionAssert.AreEqual(new[] { expectedBlank, expectedUncertain, 1f }, targets[1]);
    }

    [TestMethod]
    public void ChosenLabelsComeInTheirOrderWithTheirNames()
    {
        var view = Map(Rows([1, 0, -1]), new("Targets", "Labels", ["Pneumonia", "Edema"], UncertainByLabel: new Dictionary<string, UncertainPolicy> { ["Pneumonia"] = UncertainPolicy.Ones }));
        CollectionAssert.AreEqual(new[] { 1f, 1 }, view.GetColumn<float[]>("Targets").Single());
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Targets"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "Pneumonia", "Edema" }, names.DenseValues().Select(name => name.ToString()).ToArray());
    }

    [TestMethod]
    [DataRow(UncertainPolicy.SmoothedOnes, 0.55, 0.85)]
    [DataRow(UncertainPolicy.SmoothedZeros, 0.0, 0.3)]
    public void SmoothedTargetsAreUniformInPhamsRanges(UncertainPolicy policy, double low, double high)
    {
        var rows = Enumerable.Range(0, 2000).Select(_ => new[] { -1f, 1, -1 }).ToArray();
        var targets = Map(Rows(rows), new("Targets", "Labels", Uncertain: policy)).GetColumn<float[]>("Targets").SelectMany(row => new[] { row[0], row[2] }).ToArray();
        Assert.IsTrue(targets.All(target => target >= low && target <= high));
        Assert.AreEqual((low + high) / 2, targets.Average(), 4 * (high - low) / Math.Sqrt(12 * targets.Length));
        Assert.AreEqual(low, targets.Min(), 0.002);
        Assert.AreEqual(high, targets.Max(), 0.002);
        Assert.AreEqual(targets.Length, targets.Distinct().Count(), 5);
    }

    [TestMethod]
    public void ARowKeepsItsSmoothedTargetsWhateverHappensToTheData()
    {
        var data = Rows([.. Enumerable.Range(0, 40).Select(i => new[] { -1f, i % 2, -1 })]);
        var options = new MapUncertainLabelsOptions("Targets", "Labels", Uncertain: UncertainPolicy.SmoothedOnes, Seed: 7);
        var plain = ByPath(Map(data, options));
        var shuffled = ByPath(Map(s_ml.Data.ShuffleRows(data, seed: 3), options));
        var taken = ByPath(Map(s_ml.Data.TakeRows(s_ml.Data.SkipRows(data, 11), 9), options));
        var chosen = ByPath(Map(data, options with { Labels = ["Pneumonia"] }));
        var seeded = ByPath(Map(data, options with { Seed = 8 }));
        Assert.HasCount(9, taken);
        foreach (var (path, targets) in shuffled.Concat(taken)) CollectionAssert.AreEqual(plain[path], targets);
        foreach (var (path, targets) in plain)
        {
            Assert.AreEqual(targets[2], chosen[path].Single());
            Assert.AreNotEqual(targets[0], targets[2]);
            Assert.AreNotEqual(targets[0], seeded[path][0]);
        }
    }

    [TestMethod]
    public void OneLabelMakesABinaryTarget()
    {
        var data = Rows([1, -1, 0], [0, 0, 0], [0, 1, 0], [0, NaN, 0]);
        var view = s_ml.Transforms.MapUncertainLabel("Label", "Labels", "Lung Opacity").Fit(data).Transform(data);
        CollectionAssert.AreEqual(new[] { NaN, 0f, 1, NaN }, view.GetColumn<float>("Label").ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 1 }, s_ml.Data.FilterRowsByMissingValues(view, "Label").GetColumn<float>("Label").ToArray());
    }

    [TestMethod]
    public void MlNetsBinaryEvaluatorTakesTheTargetAndLeavesUnknownRowsOut()
    {
        // The rows that are known: targets 0, 1, 1, 0 with scores that rank one pair wrongly: AUC 3/4, accuracy 3/4.
        float[] targets = [0, 1, NaN, 1, NaN, 0];
        float[] scores = [-2, 3, 9, 1, -9, 2];
        var data = s_ml.Data.LoadFromEnumerable(targets.Zip(scores, (target, score) => new Scored { Label = target, Score = score, Probability = 1 / (1 + MathF.Exp(-score)), PredictedLabel = score > 0 }).ToArray());
        var metrics = s_ml.BinaryClassification.Evaluate(data);
        Assert.AreEqual(0.75, metrics.AreaUnderRocCurve, 1e-9);
        Assert.AreEqual(0.75, metrics.Accuracy, 1e-9);
    }

    [TestMethod]
    public void AZipGivesTheSameTargetsInBatchesAndRowByRow()
    {
        var data = Rows([1, 0, -1], [NaN, -1, 1]);
        var options = new MapUncertainLabelsOptions("Targets", "Labels", ["Pneumonia", "Lung Opacity"], UncertainPolicy.SmoothedZeros, ZerosRange: new(0.1, 0.2), Seed: 3);
        var model = s_ml.Transforms.MapUncertainLabels(options).Append(s_ml.Transforms.MapUncertainLabel("Label", "Labels", "Edema", blank: BlankPolicy.Negative)).Fit(data);
        var expected = model.Transform(data).GetColumn<float[]>("Targets").ToArray();
        var loaded = Zip.RoundTrip(model, data.Schema);
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Labels"].ColumnType = data.Schema["Labels"].Type;
        definition["Labels"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, [.. s_names.Select(name => name.AsMemory())]), new VectorDataViewType(TextDataViewType.Instance, 3));
        using var engine = s_ml.Model.CreatePredictionEngine<Row, Mapped>(loaded, inputSchemaDefinition: definition);
        CollectionAssert.AreEqual(expected[0], engine.Predict(new Row { Path = "image 0", Labels = [1, 0, -1] }).Targets);
        var second = engine.Predict(new Row { Path = "image 1", Labels = [NaN, -1, 1] });
        CollectionAssert.AreEqual(expected[1], second.Targets);
        Assert.AreEqual(0f, second.Label);
    }

    [TestMethod]
    public void DataWithoutLabelsCanBeScored()
    {
        var data = Rows([1, 0, -1]);
        var model = s_ml.Transforms.MapUncertainLabels("Labels", uncertain: UncertainPolicy.SmoothedOnes).Append(s_ml.Transforms.MapUncertainLabel("Label", "Labels", "Edema")).Fit(data);
        using var engine = s_ml.Model.CreatePredictionEngine<Unlabelled, Mapped>(Zip.RoundTrip(model, data.Schema));
        Assert.AreEqual(NaN, engine.Predict(new Unlabelled { Path = "a" }).Label);
    }

    [TestMethod]
    public void LabelsWithoutNamesAreTakenByTheirFittedPlace()
    {
        var data = Rows([1, 0, -1]);
        var model = s_ml.Transforms.MapUncertainLabels("Targets", "Labels", ["Pneumonia", "Edema"], UncertainPolicy.Zeros).Fit(data);
        using var engine = s_ml.Model.CreatePredictionEngine<Nameless, Mapped>(Zip.RoundTrip(model, data.Schema));
        CollectionAssert.AreEqual(new[] { 0f, 1 }, engine.Predict(new Nameless { Labels = [1, 0, -1] }).Targets);
    }

    [TestMethod]
    public void AnotherValueIsRefusedWithTheRowAndTheLabel()
    {
        var view = Map(Rows([1, 0, -1], [0, 2, 0]), new("Targets", "Labels"));
        var error = Assert.ThrowsExactly<InvalidDataException>(() => view.GetColumn<float[]>("Targets").ToArray());
        Assert.AreEqual(
            "Label 'Lung Opacity' must be 1, 0, -1 (uncertain) or NaN (blank). Received: 2 in the row of 'image 1'. Correct the data, or leave the label out.", error.Message);
    }

    [TestMethod]
    public void ColumnsAndLabelsThatDoNotFitAreRefusedBeforeAnyRowIsRead()
    {
        var data = Rows([1, 0, -1]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => Map(data, new("Targets", "Path")));
        StringAssert.Contains(error.Message, "Column 'Path' must be a vector of Single of known size");
        StringAssert.Contains(error.Message, "Found: String.");
        error = Assert.ThrowsExactly<ArgumentException>(() => Map(data, new("Targets", "Label")));
        StringAssert.Contains(error.Message, "Did you mean 'Labels'?");
        error = Assert.ThrowsExactly<ArgumentException>(() => Map(data, new("Targets", "Labels", ["Edemma", "Fracture"])));
        Assert.AreEqual("Column 'Labels' has no label 'Edemma'. Did you mean 'Edema'? Column 'Labels' has no label 'Fracture'. Known: Edema, Lung Opacity, Pneumonia.", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => Map(data, new("Targets", "Labels", Uncertain: UncertainPolicy.SmoothedOnes, RowKeyColumnName: "Study")));
        StringAssert.Contains(error.Message, "Column 'Study' must be Text and tell rows apart: smoothed targets hang on it. Found: no such column.");
        error = Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.MapUncertainLabels(new MapUncertainLabelsOptions("Targets", Labels: ["A", "A"], OnesRange: new(0.9, 0.1), ZerosRange: new(-1, 0))));
        foreach (var name in new[] { "Received twice: 'A'", "OnesRange", "ZerosRange" }) StringAssert.Contains(error.Message, name);
    }

    [TestMethod]
    public void TheShapeSaysWhatTheSchemaSays()
    {
        var data = Rows([1, 0, -1]);
        foreach (var estimator in new[] { s_ml.Transforms.MapUncertainLabels("Out", "Labels", ["Edema"]), s_ml.Transforms.MapUncertainLabel("Out", "Labels", "Edema") })
        {
            var promised = Shapes.Find(estimator.GetOutputSchema(Shapes.Of(data.Schema)), "Out")!.Value;
            var made = Shapes.Find(Shapes.Of(estimator.Fit(data).GetOutputSchema(data.Schema)), "Out")!.Value;
            Assert.IsTrue(Shapes.Fits(promised, made) && Shapes.Fits(made, promised));
        }
    }

    private static IDataView Map(IDataView data, MapUncertainLabelsOptions options) => s_ml.Transforms.MapUncertainLabels(options).Fit(data).Transform(data);

    private static IDataView Rows(params float[][] labels)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Labels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        definition["Labels"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, [.. s_names.Select(name => name.AsMemory())]), new VectorDataViewType(TextDataViewType.Instance, 3));
        return s_ml.Data.LoadFromEnumerable(labels.Select((row, i) => new Row { Path = $"image {i}", Labels = row }).ToArray(), definition);
    }

    private static Dictionary<string, float[]> ByPath(IDataView view) => view.GetColumn<string>("Path").Zip(view.GetColumn<float[]>("Targets")).ToDictionary();

    private sealed class Row
    {
        public string Path { get; set; } = "";

        public float[] Labels { get; set; } = [];
    }

    private sealed class Nameless
    {
        [VectorType(3)]
        public float[] Labels { get; set; } = [];
    }

    private sealed class Unlabelled
    {
        public string Path { get; set; } = "";
    }

    private sealed class Mapped
    {
        public float[] Targets { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Scored
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
