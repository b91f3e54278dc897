using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using MlNetTL.Interop;

namespace MlNetTL.Tests.Interop;

/// <summary>On the package's own library, read here by another way: through the dynamic section, as the loader does, and by binutils' readelf.</summary>
[TestClass]
public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [TestMethod]
    public void TheNeedBecomesWeakAndEveryOtherByteStays()
    {
        var original = Wrapper();
        var mended = (byte[])original.Clone();
        Assert.IsTrue(ElfVersionNeeds.MakeWeak(mended, Version));

        var before = Needs(original);
        var after = Needs(mended);
        var (_, flagsAt, flags) = before.Single(need => need.Version == Version);
        Assert.AreEqual(0, flags);
        Assert.AreEqual(2, after.Single(need => need.Version == Version).Flags);
        CollectionAssert.AreEqual(before.Where(need => need.Version != Version).ToArray(), after.Where(need => need.Version != Version).ToArray());
        var changed = Enumerable.Range(0, original.Length).Where(i => original[i] != mended[i]).ToArray();
        CollectionAssert.AreEqual(new[] { flagsAt }, changed);
    }

    [TestMethod]
    public void ReadelfSeesTheWeakNeed()
    {
        using var folder = new TemporaryFolder();
        var bytes = Wrapper();
        File.WriteAllBytes(folder["before.so"], bytes);
        ElfVersionNeeds.MakeWeak(bytes, Version);
        File.WriteAllBytes(folder["after.so"], bytes);
        var before = Readelf(folder["before.so"]);
        var after = Readelf(folder["after.so"]);
        Assert.MatchesRegex($@"Name: {Version}\s+Flags: none\s", before);
        Assert.MatchesRegex($@"Name: {Version}\s+Flags: WEAK\s", after);
        Assert.AreEqual(before.Replace($"{Version}  Flags: none", $"{Version}  Flags: WEAK", StringComparison.Ordinal), after);
    }

    [TestMethod]
    public void AFileThatDoesNotNeedTheVersionOrIsNoElfIsLeftAlone()
    {
        var bytes = Wrapper();
        var copy = (byte[])bytes.Clone();
        Assert.IsFalse(ElfVersionNeeds.MakeWeak(copy, "GLIBCXX_9.9.99"));
        CollectionAssert.AreEqual(bytes, copy);
        Assert.IsFalse(ElfVersionNeeds.MakeWeak(new byte[200], Version));
        Assert.IsFalse(ElfVersionNeeds.MakeWeak("\u007fELF"u8.ToArray(), Version));
        Assert.IsFalse(ElfVersionNeeds.MakeWeak([], Version));
    }

    [TestMethod]
    public void MakingWeakTwiceChangesNothingMore()
    {
        var bytes = Wrapper();
        Assert.IsTrue(ElfVersionNeeds.MakeWeak(bytes, Version));
        var once = (byte[])bytes.Clone();
        Assert.IsTrue(ElfVersionNeeds.MakeWeak(bytes, Version));
        CollectionAssert.AreEqual(once, bytes);
    }

    private static byte[] Wrapper()
    {
        var path = Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).FirstOrDefault();
        if (path is null) Assert.Inconclusive("Skipped: the build has no libLibTorchSharp.so for Linux.");
        return File.ReadAllBytes(path!);
    }

    private static string Readelf(string path)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("readelf", ["-V", "-W", Path.GetFileName(path)]) { WorkingDirectory = Path.GetDirectoryName(path), RedirectStandardOutput = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text.Replace(Path.GetFileName(path), "", StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Inconclusive("Skipped: binutils' readelf is not on this machine.");
            return "";
        }
    }

    // The loader's way: program header PT_DYNAMIC, then DT_VERNEED, DT_VERNEEDNUM and DT_STRTAB, whose addresses the PT_LOAD headers map to the file.
    private static List<(string Version, int FlagsAt, int Flags)> Needs(byte[] elf)
    {
        long Int64(long at) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at));
        int Int32(long at) => BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan((int)at));
        int Int16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan((int)at));
        var headers = Enumerable.Range(0, Int16(0x38)).Select(i => Int64(0x20) + i * 56L).ToList();
        long InFile(long address) =>
            headers.Where(h => Int32(h) == 1 && address >= Int64(h + 16) && address < Int64(h + 16) + Int64(h + 32)).Select(h => address - Int64(h + 16) + Int64(h + 8)).Single();
        var dynamic = new Dictionary<long, long>();
        for (var at = Int64(headers.Single(h => Int32(h) == 2) + 8); Int64(at) != 0; at += 16) dynamic[Int64(at)] = Int64(at + 8);
        var strings = InFile(dynamic[5]);
        var library = InFile(dynamic[0x6ffffffe]);
        var needs = new List<(string, int, int)>();
        for (var i = 0; i < dynamic[0x6fffffff]; i++, library += Int32(library + 12))
        {
            var need = library + Int32(library + 8);
            for (var k = 0; k < Int16(library + 2); k++, need += Int32(need + 12))
            {
                var name = (int)strings + Int32(need + 8);
                needs.Add((Encoding.ASCII.GetString(elf.AsSpan(name, elf.AsSpan(name).IndexOf((byte)0))), (int)need + 4, Int16(need + 4)));
            }
        }
        return needs;
    }
}
