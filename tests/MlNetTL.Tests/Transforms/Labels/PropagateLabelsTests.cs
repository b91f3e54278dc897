using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Interop;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class PropagateLabelsTests
{
    private const float NaN = float.NaN;

    private static readonly string[] s_names = ["Lung Opacity", "Consolidation", "Pneumonia", "Edema"];

    [TestMethod]
    // What is present is present all the way up, past a step that says otherwise.
    [DataRow(new[] { NaN, NaN, 1, NaN }, new[] { 1, 1, 1, NaN })]
    [DataRow(new[] { 0, 0, 1f, 0 }, new[] { 1, 1, 1f, 0 })]
    [DataRow(new[] { -1, 0, 0, 1f }, new[] { 1, 0, 0, 1f })]
    // What is uncertain makes its parents uncertain, unless they are present.
    [DataRow(new[] { NaN, NaN, -1, NaN }, new[] { -1, -1, -1, NaN })]
    [DataRow(new[] { 1, NaN, -1, 0f }, new[] { 1, -1, -1, 0f })]
    // That a child is absent, or its parent, says nothing of the other.
    [DataRow(new[] { NaN, 0, 0, 0f }, new[] { NaN, 0, 0, 0f })]
    [DataRow(new[] { 0, NaN, NaN, NaN }, new[] { 0, NaN, NaN, NaN })]
    public void AParentTakesWhatItsChildrenHave(float[] labels, float[] expected)
    {
        var (_, view) = Propagate([labels]);
        CollectionAssert.AreEqual(expected, view.GetColumn<float[]>("Labels").Single());
    }

    [TestMethod]
    public void ConflictsAreCountedAndWarnedOf()
    {
        var log = new List<string>();
        var ml = new MLContext(1);
        ml.Log += (_, message) => log.Add($"{message.Kind}: {message.RawMessage}");
        var (fitted, _) = Propagate([[1, NaN, NaN, 1], [0, NaN, NaN, 1], [-1, NaN, NaN, 1], [NaN, NaN, NaN, 1], [NaN, NaN, NaN, 1], [0, 1, 1, 0]], ml);
        var edema = fitted.Propagated.Single(pair => pair.Child == "Edema");
        Assert.AreEqual(new PropagatedLabel("Edema", "Lung Opacity", 1, 1, 1, 2), edema);
        Assert.AreEqual(5, edema.Positives);
        CollectionAssert.AreEquivalent(new[] { "Consolidation<Lung Opacity", "Pneumonia<Lung Opacity", "Pneumonia<Consolidation", "Edema<Lung Opacity" },
            fitted.Propagated.Select(pair => $"{pair.Child}<{pair.Parent}").ToArray());
        Assert.IsTrue(log.Any(line => line.StartsWith("Warning: ", StringComparison.Ordinal) && line.Contains("'Lung Opacity' is absent in 1 of 5 rows with 'Edema'")), string.Join('\n', log));
        Assert.IsTrue(log.Any(line => line.StartsWith("Info: ", StringComparison.Ordinal) && line.Contains("made present in 4 of the 5 rows with 'Edema'")));
    }

    [TestMethod]
    public void ALabelBetweenThatTheDataLackStopsNothing()
    {
        var (_, view) = Propagate([[NaN, 1]], names: ["Lung Opacity", "Pneumonia"]);
        CollectionAssert.AreEqual(new[] { 1f, 1 }, view.GetColumn<float[]>("Labels").Single());
    }

    [TestMethod]
    public void AZipPropagatesAsTheStepDid()
    {
        var rows = Rows([[NaN, NaN, 1, NaN], [0, 0, 0, -1]], s_names, new(1));
        var fitted = new MLContext(1).Transforms.PropagateLabels("Above", "Labels").Fit(rows);
        var loaded = Zip.RoundTrip(fitted, rows.Schema).Transform(rows);
        foreach (var (expected, found) in fitted.Transform(rows).GetColumn<float[]>("Above").Zip(loaded.GetColumn<float[]>("Above"))) CollectionAssert.AreEqual(expected, found);
        VBuffer<ReadOnlyMemory<char>> names = default;
        loaded.Schema["Above"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(s_names, names.DenseValues().Select(name => name.ToString()).ToArray());
    }

    [TestMethod]
    public void TheShapeThatIsPromisedIsTheOneThatComes()
    {
        var rows = Rows([[0, 0, 0, 0]], s_names, new(1));
        var step = new MLContext(1).Transforms.PropagateLabels("Labels");
        var promised = Shapes.Find(step.GetOutputSchema(Shapes.Of(rows.Schema)), "Labels")!.Value;
        var made = Shapes.Find(Shapes.Of(step.Fit(rows).Transform(rows).Schema), "Labels")!.Value;
        Assert.IsTrue(Shapes.Fits(promised, made));
        Assert.IsTrue(Shapes.HasAnnotation(promised, "SlotNames"));
    }

    [TestMethod]
    public void ATreeIsATree()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new LabelTree([("a", "b"), ("a", "c")])).Message, "Received for 'a': 'b' and 'c'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new LabelTree([("a", "b"), ("b", "a")])).Message, "its own ancestor");
        CollectionAssert.AreEquivalent(new[] { "Edema", "Consolidation", "Pneumonia", "Atelectasis", "Lung Lesion" }, CheXpertLabels.Tree.DescendantsOf("Lung Opacity").ToArray());
        foreach (var (child, parent) in CheXpertLabels.Tree.Links) CollectionAssert.IsSubsetOf(new[] { child, parent }, CheXpertLabels.Names.ToArray());
    }

    private static (LabelCombiningTransformer, IDataView) Propagate(float[][] labels, MLContext? ml = null, string[]? names = null)
    {
        ml ??= new(1);
        var rows = Rows(labels, names ?? s_names, ml);
        var fitted = ml.Transforms.PropagateLabels("Labels").Fit(rows);
        return (fitted, fitted.Transform(rows));
    }

    internal static IDataView Rows(float[][] labels, string[] names, MLContext ml) =>
        ml.Data.LoadFromEnumerable(labels.Select(row => new Row { Labels = row }), SlotNames.Describe<Row>(nameof(Row.Labels), names));

    internal sealed class Row
    {
        public required float[] Labels { get; init; }
    }
}
