using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>Against files that DuckDB and Apache Arrow wrote (Fixtures).</summary>
[TestClass]
public sealed class ParquetRowsTests
{
    [TestMethod]
    public void EveryKindOfColumnBecomesText()
    {
        var problems = new DataProblems("kinds.parquet");
        using var table = TableRows.Open(Fixture("kinds.parquet"), problems);
        Assert.IsInstanceOfType<ParquetRows>(table);
        Assert.AreEqual("path label flag finding whole big single double tags day patient split money place", string.Join(' ', table.Header));
        int At(string column) => table.Require(column);
        // Asked for last to first: the order of the columns in the file must not matter.
        string[] columns = ["money", "split", "patient", "day", "double", "single", "big", "whole", "finding", "flag", "label", "path"];
        var rows = 0;
        while (table.Read())
        {
            Assert.AreEqual(rows + 1, table.Line);
            var i = rows++;
            string[] expected = [
                $"{i}.25", i < 1500 ? "train" : "test", $"p{i / 2}", new DateOnly(2020, 2, 28).AddDays(i).ToString("O"),
                i == 2 ? "" : i == 3 ? "0" : (i / 8.0).ToString(), (i / 4f).ToString(), (i * 10000000000L).ToString(), i.ToString(),
                i % 5 == 4 ? "" : (i % 3 - 1).ToString(), i % 3 == 0 ? "1" : "0", i % 4 == 3 ? "" : $"class {i % 2}", $"images/a{i}.png"];
            Assert.AreEqual(string.Join("; ", expected), string.Join("; ", columns.Select(column => table[At(column)])), $"row {i}");
            Assert.AreEqual(i % 3 == 2 ? $"x{i};;Land, with \"quotes\"" : "", string.Join(';', table.List(At("tags"))), $"row {i}");
            Assert.HasCount(i % 3 == 2 ? 3 : 0, table.List(At("tags")));
        }
        Assert.AreEqual(2100, rows);
        Assert.AreEqual(0, problems.Count);
    }

    [TestMethod]
    public void ListsAreReadAsPandasWritesThem()
    {
        using var table = TableRows.Open(Fixture("arrow.parquet"), new DataProblems("arrow.parquet"));
        var rows = new List<string>();
        while (table.Read()) rows.Add($"{table[0]}: {string.Join(';', table.List(1))} {table[2]} {table[3]}, {table.List(1).Count}");
        CollectionAssert.AreEqual(new[]
        {
            "S2A_1: Pastures;Land principally occupied by agriculture, with significant areas of natural vegetation train 1, 2",
            "S2A_2:  train 0, 0", "S2B_3:  test , 0", "S2B_4: Marine waters;  0, 2",
        }, rows);
    }

    [TestMethod]
    public void OnlyPlainColumnsCanBeRead()
    {
        using var table = TableRows.Open(Fixture("kinds.parquet"), new DataProblems("kinds.parquet"));
        Assert.IsTrue(table.Read());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => table[table.Find("place")]);
        Assert.Contains("column 'place', must hold texts, numbers, true and false, or lists of them. Found a struct.", error.Message);
    }

    [TestMethod]
    public void PagesOfVersionTwoAreRefusedWithAWayOut()
    {
        using var table = TableRows.Open(Fixture("arrow_v2.parquet"), new DataProblems("arrow_v2.parquet"));
        Assert.IsTrue(table.Read());
        var message = Assert.ThrowsExactly<InvalidDataException>(() => Enumerable.Range(0, 4).Select(i => table[i]).ToArray()).Message;
        Assert.Contains("must be written in pages of version 1, as pandas, DuckDB and Spark do unless told otherwise.", message);
        Assert.EndsWith("Write the file again so, or save the table as CSV.", message);
    }

    [TestMethod]
    public void MissingColumnsAreToldWithoutALine()
    {
        var problems = new DataProblems("x/empty.parquet");
        using var table = TableRows.Open(Fixture("empty.parquet"), problems);
        Assert.AreEqual(-1, table.Require("pth"));
        Assert.IsFalse(table.Read());
        Assert.AreEqual("x/empty.parquet has a problem:\n  empty.parquet: found the columns path, expected a column 'pth' (is 'path' meant?).",
            Assert.ThrowsExactly<InvalidDataException>(problems.ThrowIfAny).Message);
    }

    internal static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Data", "Tables", "Fixtures", name);

}
