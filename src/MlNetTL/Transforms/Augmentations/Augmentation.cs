using System.Text.Json.Serialization;

namespace MlNetTL.Transforms;

/// <summary>A random change of an image that leaves its label true. Used at training only; parameters are drawn afresh for each image in each epoch.</summary>
/// <remarks>
/// Whether a label stays true is for you to say: each step tells where it does not. In JSON the property <c>kind</c> tells which one it is:
/// <c>{ "kind": "flip", "Horizontal": true }</c>. A new kind is a record of its own, a line here and a line in <see cref="AugmentationTable"/>.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(RandomFlip), "flip")]
[JsonDerivedType(typeof(RandomCrop), "crop")]
[JsonDerivedType(typeof(RandomResizedCrop), "resizedCrop")]
[JsonDerivedType(typeof(RandomRotation), "rotate")]
[JsonDerivedType(typeof(RandomAffine), "affine")]
[JsonDerivedType(typeof(RandomBrightness), "brightness")]
[JsonDerivedType(typeof(RandomContrast), "contrast")]
[JsonDerivedType(typeof(RandomGamma), "gamma")]
[JsonDerivedType(typeof(RandomSaturation), "saturation")]
[JsonDerivedType(typeof(RandomHue), "hue")]
[JsonDerivedType(typeof(RandomGrey), "grey")]
[JsonDerivedType(typeof(RandomBlur), "blur")]
[JsonDerivedType(typeof(RandomNoise), "noise")]
[JsonDerivedType(typeof(RandomErasing), "erase")]
[JsonDerivedType(typeof(BandDropout), "bandDropout")]
public abstract record Augmentation
{
    private protected Augmentation()
    {
    }

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentException">Parameters are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Problems().ToArray();
        if (problems.Length > 0) throw new ArgumentException(string.Join(" ", problems));
    }

    /// <summary>What is wrong with the parameters, a sentence each.</summary>
    internal abstract IEnumerable<string> Problems();

    /// <summary>Why the step cannot be taken on images of this form; null where it can.</summary>
    internal virtual string? ProblemFor(int channels, int height, int width) => null;
}
