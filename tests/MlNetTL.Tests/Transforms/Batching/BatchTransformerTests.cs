using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class BatchTransformerTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void RowsAreComputedInBatchesOfTheSizeAskedFor()
    {
        var doubling = new DoublingTransformer(4);
        var twice = doubling.Transform(Rows(10)).GetColumn<float>("Twice").ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(i => 2f * i).ToArray(), twice);
        CollectionAssert.AreEqual(new[] { 4, 4, 2 }, doubling.Batches);
        Assert.AreEqual(0, doubling.WorkersAlive);
        Assert.AreEqual(1, doubling.PassesFinished);
    }

    [TestMethod]
    [DataRow("plain")]
    [DataRow("shuffled")]
    [DataRow("filtered")]
    [DataRow("skipped and taken")]
    [DataRow("cached")]
    public void EveryColumnStaysAlignedWithItsRow(string kind)
    {
        var source = Rows(37);
        var view = kind switch
        {
            "shuffled" => s_ml.Data.ShuffleRows(source, seed: 3, shufflePoolSize: 16),
            "filtered" => s_ml.Data.FilterRowsByColumn(source, "Value", 5, 31),
            "skipped and taken" => s_ml.Data.TakeRows(s_ml.Data.SkipRows(source, 3), 21),
            "cached" => s_ml.Data.Cache(source),
            _ => source,
        };
        var rows = ReadAll(new DoublingTransformer(5).Transform(view));
        var expected = kind switch { "filtered" => 26, "skipped and taken" => 21, _ => 37 };
        Assert.HasCount(expected, rows);
        foreach (var row in rows) row.Check();
        var inOrder = rows.Select(row => row.Value).SequenceEqual(rows.Select(row => row.Value).Order());
        Assert.AreEqual(kind != "shuffled", inOrder);
    }

    [TestMethod]
    public void FiltersAfterTheTransformerKeepTheRowsAligned()
    {
        var view = s_ml.Data.FilterRowsByColumn(new DoublingTransformer(5).Transform(Rows(37)), "Twice", 20, 40);
        var rows = ReadAll(view);
        CollectionAssert.AreEqual(Enumerable.Range(10, 10).Select(i => (float)i).ToArray(), rows.Select(row => row.Value).ToArray());
        foreach (var row in rows) row.Check();
    }

    [TestMethod]
    public void AShuffledCursorGivesTheIdsOfThePlainOne()
    {
        var view = new DoublingTransformer(5).Transform(s_ml.Data.Cache(Rows(37)));
        Assert.IsTrue(view.CanShuffle);
        var plain = Ids(view, null);
        var shuffled = Ids(view, new Random(1));
        CollectionAssert.AreNotEqual(plain.Keys.ToArray(), shuffled.Keys.ToArray());
        foreach (var (value, id) in plain) Assert.AreEqual(id, shuffled[value]);
    }

    [TestMethod]
    public void ASourceThatCanBeReadOnlyOnceIsReadOnce()
    {
        var reads = 0;
        IEnumerable<Source> Once()
        {
            Assert.AreEqual(1, ++reads);
            for (var i = 0; i < 12; i++) yield return new Source(i);
        }
        var rows = ReadAll(new DoublingTransformer(5).Transform(s_ml.Data.LoadFromEnumerable(Once(), Source.Definition)));
        Assert.HasCount(12, rows);
        foreach (var row in rows) row.Check();
    }

    [TestMethod]
    public void WithoutAnAddedColumnNothingIsComputed()
    {
        var doubling = new DoublingTransformer(5);
        var view = doubling.Transform(Rows(12));
        Assert.HasCount(12, view.GetColumn<string>("Text").ToArray());
        Assert.IsEmpty(doubling.Batches);
        using var all = new Cursors(view.GetRowCursorSet(view.Schema, 4));
        Assert.HasCount(1, all.Set);
    }

    [TestMethod]
    public void SkippedRowsAreNotComputed()
    {
        var doubling = new DoublingTransformer(5);
        var rows = ReadAll(s_ml.Data.SkipRows(doubling.Transform(Rows(12)), 10));
        CollectionAssert.AreEqual(new[] { 10f, 11f }, rows.Select(row => row.Value).ToArray());
        CollectionAssert.AreEqual(new[] { 2 }, doubling.Batches);
    }

    [TestMethod]
    public void SeveralCursorsAtOnceDoNotDisturbOneAnother()
    {
        var view = new DoublingTransformer(7).Transform(Rows(500));
        Parallel.For(0, 8, _ =>
        {
            var rows = ReadAll(view);
            Assert.HasCount(500, rows);
            foreach (var row in rows) row.Check();
        });
    }

    [TestMethod]
    public void AnAddedColumnHidesTheInputColumnOfItsName()
    {
        var doubling = new DoublingTransformer(4, output: "Value");
        var view = doubling.Transform(Rows(6));
        CollectionAssert.AreEqual(new[] { 0f, 2, 4, 6, 8, 10 }, view.GetColumn<float>("Value").ToArray());
        Assert.AreEqual(2, view.Schema.Count(column => column.Name == "Value"));
        Assert.IsTrue(view.Schema.First(column => column.Name == "Value").IsHidden);
        var twice = new DoublingTransformer(3).Transform(view);
        CollectionAssert.AreEqual(new[] { 0f, 4, 8, 12, 16, 20 }, twice.GetColumn<float>("Twice").ToArray());
    }

    [TestMethod]
    public void ARowThatFailsFailsEachTimeAndLeavesNoValueOfAnotherRow()
    {
        var view = new DoublingTransformer(2) { FailOn = 3 }.Transform(Rows(6));
        using var cursor = view.GetRowCursor(view.Schema);
        var get = cursor.GetGetter<float>(view.Schema["Twice"]);
        float value = 0;
        for (var i = 0; i < 3; i++) Assert.IsTrue(cursor.MoveNext());
        Assert.ThrowsExactly<InvalidDataException>(() => get(ref value));
        Assert.IsTrue(cursor.MoveNext());
        Assert.ThrowsExactly<InvalidDataException>(() => get(ref value));
        Assert.IsTrue(cursor.MoveNext());
        get(ref value);
        Assert.AreEqual(8f, value);
    }

    [TestMethod]
    public void ASchemaThatDoesNotFitIsRefusedBeforeAnyRowIsRead()
    {
        var view = s_ml.Transforms.DropColumns("Value").Fit(Rows(1)).Transform(Rows(1));
        Assert.ThrowsExactly<ArgumentException>(() => new DoublingTransformer(2).Transform(view));
    }

    [TestMethod]
    public void ReadingBeforeTheFirstRowIsRefused()
    {
        var view = new DoublingTransformer(2).Transform(Rows(1));
        using var cursor = view.GetRowCursor(view.Schema);
        var get = cursor.GetGetter<float>(view.Schema["Twice"]);
        float value = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => get(ref value));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["Twice"]));
    }

    [TestMethod]
    public void ImagesPassThroughAndBelongToTheReader()
    {
        var images = Enumerable.Range(1, 7).Select(i => new WithImage { Value = i, Picture = MLImage.CreateFromPixels(i, 1, MLPixelFormat.Rgba32, new byte[4 * i]) }).ToArray();
        var view = new DoublingTransformer(3).Transform(s_ml.Data.LoadFromEnumerable(images));
        var read = s_ml.Data.CreateEnumerable<WithImageAndTwice>(view, reuseRowObject: false).Select(row => (row.Picture!.Width, row.Twice)).ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(1, 7).Select(i => (i, 2f * i)).ToArray(), read);
        foreach (var row in s_ml.Data.CreateEnumerable<WithImageAndTwice>(view, reuseRowObject: false)) row.Picture!.Dispose();
        Assert.AreEqual(7, images[6].Picture!.Width);
        Assert.HasCount(4, images[0].Picture!.Pixels.ToArray());
    }

    [TestMethod]
    public void PredictionEngineGivesTheBatchedValues()
    {
        var chain = new TransformerChain<ITransformer>(new DoublingTransformer(5), new DoublingTransformer(5, "Again"));
        using var engine = s_ml.Model.CreatePredictionEngine<Source, Predicted>(chain, inputSchemaDefinition: Source.Definition);
        for (var i = 0; i < 5; i++)
        {
            var row = engine.Predict(new Source(i));
            Assert.AreEqual(2f * i, row.Twice);
            Assert.AreEqual(2f * i, row.Again);
            Assert.AreEqual(i / 2f, row.Half);
            Assert.AreEqual($"row {i}", row.Text);
        }
    }

    [TestMethod]
    public void SingleRowsAreComputedOnceAndFreeTheirWorker()
    {
        var doubling = new DoublingTransformer(5);
        var source = Rows(3);
        var mapper = doubling.GetRowToRowMapper(source.Schema);
        var cursor = source.GetRowCursor(source.Schema);
        var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var twice = row.GetGetter<float>(mapper.OutputSchema["Twice"]);
        var half = row.GetGetter<float>(mapper.OutputSchema["Half"]);
        float value = 0;
        while (cursor.MoveNext())
        {
            twice(ref value);
            twice(ref value);
            half(ref value);
        }
        CollectionAssert.AreEqual(new[] { 1, 1, 1 }, doubling.Batches);
        Assert.AreEqual(1, doubling.WorkersAlive);
        row.Dispose();
        row.Dispose();
        Assert.AreEqual(0, doubling.WorkersAlive);
    }

    [TestMethod]
    public void ARowThatDependsOnNothingAddedNeedsOnlyItsOwnInput()
    {
        var source = Rows(1);
        var mapper = new DoublingTransformer(5).GetRowToRowMapper(source.Schema);
        CollectionAssert.AreEqual(new[] { "Text" }, mapper.GetDependencies([mapper.OutputSchema["Text"]]).Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Value", "Text" }, mapper.GetDependencies([mapper.OutputSchema["Text"], mapper.OutputSchema["Half"]]).Select(c => c.Name).ToArray());
    }

    private static IDataView Rows(int count) => s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Source(i)).ToArray(), Source.Definition);

    private static Predicted[] ReadAll(IDataView view) => [.. s_ml.Data.CreateEnumerable<Predicted>(view, reuseRowObject: false, ignoreMissingColumns: true)];

    private static Dictionary<float, DataViewRowId> Ids(IDataView view, Random? random)
    {
        var ids = new Dictionary<float, DataViewRowId>();
        using var cursor = view.GetRowCursor(view.Schema, random);
        var get = cursor.GetGetter<float>(view.Schema["Value"]);
        var getTwice = cursor.GetGetter<float>(view.Schema["Twice"]);
        var getId = cursor.GetIdGetter();
        while (cursor.MoveNext())
        {
            float value = 0, twice = 0;
            DataViewRowId id = default;
            get(ref value);
            getTwice(ref twice);
            getId(ref id);
            Assert.AreEqual(2 * value, twice);
            ids.Add(value, id);
        }
        return ids;
    }

    private sealed record Cursors(DataViewRowCursor[] Set) : IDisposable
    {
        public void Dispose() => Array.ForEach(Set, cursor => cursor.Dispose());
    }

    private sealed class WithImage
    {
        public float Value { get; set; }

        [Microsoft.ML.Transforms.Image.ImageType(1, 7)]
        public MLImage? Picture { get; set; }
    }

    private sealed class WithImageAndTwice
    {
        public float Twice { get; set; }

        [Microsoft.ML.Transforms.Image.ImageType(1, 7)]
        public MLImage? Picture { get; set; }
    }
}
