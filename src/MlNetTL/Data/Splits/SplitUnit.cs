namespace MlNetTL.Data;

/// <summary>What a split keeps together: all images of one unit go to the same set.</summary>
/// <remarks>A network that has seen one image of a unit knows more of its other images than of new ones, so a split by a smaller unit than the one that new
/// images will differ in gives figures that are too good (Roberts et al., 'Common pitfalls', Nature Machine Intelligence 2021).</remarks>
public enum SplitUnit
{
    /// <summary>The person (both eyes, all studies): column <c>Patient</c>.</summary>
    Patient,

    /// <summary>The examination: column <c>Study</c>. A patient's other examinations may go elsewhere.</summary>
    Study,

    /// <summary>The tile, slide, place or device: column <c>Source</c>.</summary>
    Source,

    /// <summary>The single image, or patch: column <c>Path</c>. Nothing is kept together.</summary>
    Image,
}
