using System.Buffers.Binary;
using System.Diagnostics;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>A damaged file ends in one kind of error that says so, whatever is damaged.</summary>
[TestClass]
public sealed class TornParquetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(0, "it does not begin with PAR1")]
    [DataRow(3, "it does not begin with PAR1")]
    [DataRow(9, "it ends before its footer")]
    [DataRow(600, "it does not end with PAR1, so its end is missing")]
    [DataRow(-1, "it does not end with PAR1, so its end is missing")]
    public void ACutFileSaysSo(int length, string reason)
    {
        var whole = File.ReadAllBytes(ParquetRowsTests.Fixture("arrow.parquet"));
        var error = Read(length < 0 ? whole[..^1] : whole[..length]);
        Assert.Contains($"must be a whole Parquet file. Received {(length < 0 ? whole.Length - 1 : length):N0} bytes that cannot be read as one: {reason}. Get or write the file again", error!.Message);
    }

    [TestMethod]
    public void AFooterLongerThanTheFileIsRefused()
    {
        var bytes = File.ReadAllBytes(ParquetRowsTests.Fixture("arrow.parquet"));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^8..^4), uint.MaxValue);
        Assert.Contains("its footer is said to have 4,294,967,295 bytes, more than there are", Read(bytes)!.Message);
    }

    [TestMethod]
    [DataRow("arrow.parquet", 5)]
    [DataRow("twice.parquet", 1)]
    public void ADamagedByteIsReadOrRefusedInLittleTimeAndMemory(string file, int step)
    {
        var whole = File.ReadAllBytes(ParquetRowsTests.Fixture(file));
        var clock = Stopwatch.StartNew();
        var (refused, before) = (0, GC.GetTotalAllocatedBytes());
        for (var i = 0; i < whole.Length; i += step)
        {
            var bytes = whole.ToArray();
            bytes[i] ^= i % 2 == 0 ? (byte)0xFF : (byte)0x41;
            if (Read(bytes) is not null) refused++;
        }
        Assert.IsGreaterThan(whole.Length / step / 4, refused);
        Assert.IsLessThan(30, clock.Elapsed.TotalSeconds);
        Console.WriteLine($"{(GC.GetTotalAllocatedBytes() - before) / (whole.Length / step):N0} bytes a file");
    }

    private InvalidDataException? Read(byte[] bytes)
    {
        File.WriteAllBytes(_folder["x.parquet"], bytes);
        try
        {
            using var table = TableRows.Open(_folder["x.parquet"], new DataProblems("x.parquet"));
            while (table.Read())
                for (var i = 0; i < table.Header.Count; i++) _ = table.List(i);
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception;
        }
    }
}
