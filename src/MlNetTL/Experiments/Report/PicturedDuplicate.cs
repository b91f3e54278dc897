using MlNetTL.Experiments.Describing;

namespace MlNetTL.Experiments.Report;

/// <summary>One of several images that are the same, with its picture.</summary>
/// <param name="Image">The image.</param>
/// <param name="Png">The picture.</param>
internal sealed record PicturedDuplicate(DuplicateImage Image, byte[] Png);
