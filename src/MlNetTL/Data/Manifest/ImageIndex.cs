namespace MlNetTL.Data;

/// <summary>The images of some folders by name, listed once: looking in each of twelve folders for each of 112,120 images would take minutes on a network disk.</summary>
internal sealed class ImageIndex
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <summary>Lists the images of folders, not of folders in them.</summary>
    /// <param name="root">The data set's folder, for messages.</param>
    /// <param name="folders">The folders.</param>
    /// <param name="withEnding">Whether the name that an image goes by includes the ending of its file.</param>
    /// <exception cref="InvalidDataException">Two files have the same name.</exception>
    public ImageIndex(string root, IEnumerable<string> folders, bool withEnding)
    {
        var problems = new DataProblems(root);
        foreach (var path in folders.SelectMany(Directory.EnumerateFiles).Where(ImageFiles.IsImage).Order(StringComparer.Ordinal))
        {
            var name = withEnding ? Path.GetFileName(path) : Path.GetFileNameWithoutExtension(path);
            if (!_paths.TryAdd(name, path))
                problems.Add(0, null, $"the image {name} in {Path.GetRelativePath(root, _paths[name])} and in {Path.GetRelativePath(root, path)}", "each image once");
        }
        problems.ThrowIfAny();
    }

    /// <summary>How many images there are.</summary>
    public int Count => _paths.Count;

    /// <summary>The full path of an image, or null where there is none of that name.</summary>
    public string? Find(string name) => _paths.GetValueOrDefault(name);
}
