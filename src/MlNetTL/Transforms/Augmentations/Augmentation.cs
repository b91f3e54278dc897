using System.Text.Json.Serialization;
using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>A random change of an image that leaves its label true. Used at training only; parameters are drawn afresh for each image in each epoch.</summary>
/// <remarks>
/// In JSON the property <c>kind</c> tells which one it is: <c>{ "kind": "flip", "Horizontal": true }</c>. A new kind is a record of its own, a line here and a
/// line in <see cref="AugmentationTable"/>.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(RandomFlip), "flip")]
[JsonDerivedType(typeof(RandomCrop), "crop")]
[JsonDerivedType(typeof(RandomRotation), "rotate")]
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

    /// <summary>Draws the parameters for one image of <paramref name="height"/> x <paramref name="width"/> pixels.</summary>
    internal abstract ImageMove Draw(ref RowRandom random, int height, int width);
}
