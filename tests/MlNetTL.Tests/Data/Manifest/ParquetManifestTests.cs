using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>Manifests in Parquet files that DuckDB wrote, and the columns that CSVs have too.</summary>
[TestClass]
public sealed class ParquetManifestTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ParquetIsReadAsCsvIs()
    {
        var parquet = ParquetRowsTests.Fixture("kinds.parquet");
        var options = new ImageManifestOptions(LabelColumns: ["flag", "finding"], PatientColumn: "patient", SplitColumn: "split", Split: "Test",
            ImageFolder: _folder.Path, StudyColumn: "whole", SourceColumn: "day", ValueColumn: "single");
        var view = _ml.Data.LoadImageManifest(parquet, options);
        Assert.AreEqual("Path Patient Study Source Split Value Labels", string.Join(' ', view.Schema.Select(column => column.Name)));
        Assert.AreEqual(600, view.GetRowCount());
        Assert.AreEqual(_folder["images/a1500.png"], view.GetColumn<string>("Path").First());
        Assert.AreEqual("p750", view.GetColumn<string>("Patient").First());
        Assert.AreEqual(1500 / 4f, view.GetColumn<float>("Value").First());
        CollectionAssert.AreEqual(new[] { 1f, -1, 0, 0, 0, 1 }, view.GetColumn<float[]>("Labels").Take(3).SelectMany(row => row).ToArray());
        // 1504 is the first with i % 5 = 4.
        Assert.IsTrue(float.IsNaN(view.GetColumn<float[]>("Labels").ElementAt(4)[1]));
        // The same table as CSV gives the same view.
        using (var table = TableRows.Open(parquet, new DataProblems(parquet)))
        {
            string[] columns = ["path", "flag", "finding", "patient", "split", "whole", "day", "single"];
            var lines = new List<string> { string.Join(',', columns) };
            while (table.Read()) lines.Add(string.Join(',', columns.Select(column => table[table.Find(column)])));
            File.WriteAllLines(_folder["kinds.csv"], lines);
        }
        var csv = _ml.Data.LoadImageManifest(_folder["kinds.csv"], options);
        foreach (var column in new[] { "Path", "Patient", "Study", "Source", "Split" })
            CollectionAssert.AreEqual(csv.GetColumn<string>(column).ToArray(), view.GetColumn<string>(column).ToArray());
        CollectionAssert.AreEqual(csv.GetColumn<float[]>("Labels").SelectMany(row => row).ToArray(), view.GetColumn<float[]>("Labels").SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void ProblemsAreToldByRow()
    {
        var message = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadImageManifest(
            ParquetRowsTests.Fixture("twice.parquet"), new ImageManifestOptions(LabelColumn: null, ValueColumn: "age"))).Message;
        Assert.Contains("has 3 problems:", message);
        Assert.Contains("twice.parquet, row 3, column 'path': found '1.png', which row 1 lists already, expected each image once.", message);
        Assert.Contains("twice.parquet, row 4, column 'path': found '../x.png', expected a path inside", message);
        Assert.Contains("twice.parquet, row 4, column 'age': found '', expected a number.", message);
        var empty = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadImageManifest(ParquetRowsTests.Fixture("empty.parquet"), new ImageManifestOptions(LabelColumn: null))).Message;
        Assert.Contains("empty.parquet: found no row under the header, expected at least one image.", empty);
    }

    [TestMethod]
    public void AParquetFileIsKnownByItsFirstBytesToo()
    {
        File.Copy(ParquetRowsTests.Fixture("arrow.parquet"), _folder["table.dat"]);
        var view = _ml.Data.LoadImageManifest(_folder["table.dat"], new ImageManifestOptions("patch_id", LabelColumn: null));
        Assert.AreEqual(4, view.GetRowCount());
    }

    [TestMethod]
    public void AnImageThatACsvListsTwiceIsToldWithBothLines()
    {
        File.WriteAllLines(_folder["x.csv"], ["path,label,split,age", "a/1.png,x,one,3", "2.png,x,one,4", "./a//1.png,y,two,5"]);
        var message = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadImageManifest(_folder["x.csv"], splitColumn: "split", split: "one")).Message;
        Assert.Contains("x.csv, line 4, column 'path': found './a//1.png', which line 2 lists already, expected each image once.", message);
    }

    [TestMethod]
    public void AParquetOfAPipelineTakesAllItsColumns()
    {
        var view = DatasetTable.All["csv"].Load(_ml, new DatasetRequest("csv", _folder.Path, ParquetRowsTests.Fixture("kinds.parquet"), ValueColumn: "single", StudyColumn: "patient"));
        Assert.AreEqual("Path Study Value", string.Join(' ', view.Schema.Select(column => column.Name)));
    }
}
