using System.Text.Json.Serialization;

namespace MlNetTL.Images;

/// <summary>A change that every image goes through when it is decoded, before it is brought to its size: at the file's full resolution and depth.</summary>
/// <remarks>
/// Nothing of a step is fitted: the same file gives the same pixels in every fold. Steps are part of <see cref="DecodeSettings"/>, and so of a store's name and of a
/// saved model. Channels are those asked for (grey, colours or bands; alpha is dropped before); each step rounds to the file's 8 or 16 bits.
/// In JSON the property <c>kind</c> tells which one it is. A new kind is a record of its own, a line here, a row in <see cref="ImageSteps"/> and a name for pipelines.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(BorderRemoval), "borderRemoval")]
[JsonDerivedType(typeof(DiscCrop), "discCrop")]
[JsonDerivedType(typeof(LocalMeanSubtraction), "localMean")]
[JsonDerivedType(typeof(Clahe), "clahe")]
[JsonDerivedType(typeof(PercentileWindow), "percentileWindow")]
public abstract record ImageStep
{
    private protected ImageStep()
    {
    }

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentException">Parameters are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Problems().ToArray();
        if (problems.Length > 0) throw new ArgumentException(string.Join(" ", problems));
    }

    /// <summary>Whether pixels change their place, so that the bands of an image must go through it together.</summary>
    internal virtual bool MovesPixels => false;

    /// <summary>What is wrong with the parameters, a sentence each.</summary>
    internal abstract IEnumerable<string> Problems();

    /// <summary>Changes an image. The result may be the same object, changed.</summary>
    internal abstract Raster Apply(Raster image);
}
