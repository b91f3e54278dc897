namespace MlNetTL.Experiments.Describing;

/// <summary>Images that are the same under several names.</summary>
/// <param name="Kind">file: byte for byte; pixels: as decoded, at a small size.</param>
/// <param name="Images">The images.</param>
internal sealed record DuplicateGroup(string Kind, IReadOnlyList<DuplicateImage> Images)
{
    /// <summary>Whether they are in several sets: the one that is trained on gives the other away.</summary>
    public bool AcrossSets => Images.Select(image => image.Set).Distinct().Count() > 1;

    /// <summary>Whether they are said to be of several patients.</summary>
    public bool AcrossPatients => Images.Select(image => image.Patient).Where(patient => patient.Length > 0).Distinct().Count() > 1;

    /// <summary>Whether they bear different labels.</summary>
    public bool AcrossLabels => Images.Select(image => image.Labels).Distinct().Count() > 1;
}
