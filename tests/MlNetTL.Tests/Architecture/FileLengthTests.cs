namespace MlNetTL.Tests.Architecture;

/// <summary>Short files are read; long ones are searched.</summary>
[TestClass]
public sealed class FileLengthTests
{
    [TestMethod]
    public void FilesAreShort()
    {
        var files = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Name: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .OrderBy(file => file.Lines)
            .ToArray();
        Assert.IsLessThanOrEqualTo(80, files[files.Length / 2].Lines, "Half of all files must have 80 lines or fewer.");
        var overLong = files.Where(file => file.Lines > 250).Select(file => $"{file.Name}: {file.Lines}").ToArray();
        Assert.IsLessThanOrEqualTo(files.Length / 50, overLong.Length, $"At most one file in fifty may be over 250 lines. Found: {string.Join(", ", overLong)}.");
        Assert.IsLessThanOrEqualTo(400, files[^1].Lines, $"No file may be over 400 lines: {files[^1].Name}.");
    }
}
