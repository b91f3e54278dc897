using MlNetTL.Interop;

namespace MlNetTL.Tests.Interop;

[TestClass]
public sealed class ElfNameTests
{
    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void ReadsTheNameThatLibrariesAreLinkedBy()
    {
        // The names that `readelf -d` prints for the files of libtorch 2.10 and NetVips.Native 8.18.
        var folder = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
        foreach (var (file, name) in new[] { ("libtorch_cpu.so", "libtorch_cpu.so"), ("libc10.so", "libc10.so"), ("libvips.so.42", "libvips.so.42") })
            Assert.AreEqual(name, ElfName.Of(Path.Combine(folder, file)));
    }

    [TestMethod]
    public void AFileOfAnotherKindHasNoName()
    {
        using var folder = new TemporaryFolder();
        foreach (var bytes in new[] { [], new byte[30], [0x7f, .. "ELF"u8, 2, 1, .. new byte[90]], Enumerable.Repeat((byte)0xff, 500).ToArray() })
        {
            File.WriteAllBytes(folder["x.so"], bytes);
            Assert.IsNull(ElfName.Of(folder["x.so"]));
        }
    }
}
