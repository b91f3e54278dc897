namespace MlNetTL.Data;

/// <summary>What is wrong with the files of a data set.</summary>
internal sealed class FolderProblems(string folder) : CollectedProblems(folder)
{
    private readonly string _folder = folder;

    /// <summary>Notes a problem of a file: what is there, what ought to be there.</summary>
    public void Add(string file, string found, string expected) => Add(file, $"found {found}, expected {expected}.");

    /// <summary>Notes a problem of a file in a sentence.</summary>
    public void Add(string file, string sentence) => Take(() => $"{Path.GetRelativePath(_folder, file)}: {sentence}");
}
