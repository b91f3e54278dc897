namespace MlNetTL.Experiments.Describing;

/// <summary>One of several images that are the same.</summary>
/// <param name="Path">The image.</param>
/// <param name="Set">Its set.</param>
/// <param name="Patient">Its patient; empty where the data do not tell.</param>
/// <param name="Labels">Its labels in words.</param>
internal sealed record DuplicateImage(string Path, string Set, string Patient, string Labels);
