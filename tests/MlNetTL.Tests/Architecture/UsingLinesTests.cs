using System.Text.RegularExpressions;

namespace MlNetTL.Tests.Architecture;

/// <summary>Keeps the direction of dependencies by what source files write: their using lines, and where native code may be named.</summary>
[TestClass]
public sealed partial class UsingLinesTests
{
    private static readonly string s_source = Path.Combine(Repository.Root, "src", "MlNetTL");

    [TestMethod]
    public void EveryFolderHasItsPlace()
    {
        var folders = Directory.GetDirectories(s_source).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj")).ToArray();
        CollectionAssert.IsSubsetOf(folders, Layers.MayUse.Keys.ToArray(), "A new folder of src/MlNetTL needs a line in Layers.MayUse.");
    }

    [TestMethod]
    public void UsingLinesPointDownwards()
    {
        var problems =
            from file in SourceFiles()
            where !Layers.Exceptions.ContainsKey(Path.GetFileName(file))
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            let used = UsingLine().Match(line.Text)
            where used.Success
            let problem = Layers.Problem(FolderOf(file), used.Groups["name"].Value)
            where problem is not null
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}: {problem}: {line.Text}";
        Assert.AreEqual("", string.Join(Environment.NewLine, problems));
    }

    [TestMethod]
    public void NamespacesAreNamedAfterFolders()
    {
        var problems =
            from file in SourceFiles()
            let named = File.ReadLines(file).Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups["name"].Value
            where named is not null && !named.StartsWith("System", StringComparison.Ordinal) && Layers.FolderOf(named) != FolderOf(file)
            select $"{Path.GetRelativePath(Repository.Root, file)} is in namespace {named}";
        Assert.AreEqual("", string.Join(Environment.NewLine, problems));
    }

    [TestMethod]
    public void NativeCodeIsNamedInInteropAlone()
    {
        var files = from file in SourceFiles() where FolderOf(file) != "Interop" && NativeCode().IsMatch(File.ReadAllText(file)) select Path.GetRelativePath(s_source, file);
        Assert.AreEqual("", string.Join(", ", files));
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(s_source, "*.cs", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "PublicizeAssembly.cs");

    private static string FolderOf(string file) => Path.GetRelativePath(s_source, file).Split(Path.DirectorySeparatorChar)[0];

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?(?<name>[A-Z][\w.]+)(?:<.*>)?;")]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\[(?:LibraryImport|DllImport)\(|\bNativeLibrary\.")]
    private static partial Regex NativeCode();
}
