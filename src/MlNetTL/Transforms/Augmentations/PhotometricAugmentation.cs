using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>A change of pixel values, on images that have been moved already, before they are normalised.</summary>
/// <param name="Probability">How often an image is changed, over 0 to 1 (torchvision's RandomApply).</param>
/// <remarks>Numbers are relative to the range of the images' type, so that they mean the same for 8 and for 16 bits; results stay within it.</remarks>
public abstract record PhotometricAugmentation(double Probability) : Augmentation
{
    /// <summary>Changes some images of a batch.</summary>
    /// <param name="images">Pixel values, [images, channels, height, width], 0 to <paramref name="maximum"/>. They may be changed in place.</param>
    /// <param name="randoms">For each image the numbers that its change hangs on.</param>
    /// <param name="maximum">The largest value of the images' type.</param>
    internal Tensor Apply(Tensor images, RowRandom[] randoms, double maximum)
    {
        var chosen = Enumerable.Range(0, randoms.Length).Where(i => randoms[i].NextDouble() < Probability).ToArray();
        if (chosen.Length == 0) return images;
        using var scope = NewDisposeScope();
        if (chosen.Length == randoms.Length) return Change(images, randoms, maximum).MoveToOuterDisposeScope();
        var places = tensor([.. chosen.Select(i => (long)i)], device: images.device);
        images.index_copy_(0, places, Change(images.index_select(0, places), [.. chosen.Select(i => randoms[i])], maximum));
        return images;
    }

    /// <summary>Changes all images that it is given. What becomes of one must not hang on the others, to the last bit.</summary>
    /// <returns>A tensor object of its own, which may share the images' memory.</returns>
    private protected abstract Tensor Change(Tensor images, RowRandom[] randoms, double maximum);

    internal sealed override IEnumerable<string> Problems() =>
        Probability is > 0 and <= 1 ? OwnProblems() : OwnProblems().Prepend($"The Probability of {GetType().Name} must be over 0 and at most 1. Received: {Probability}.");

    private protected abstract IEnumerable<string> OwnProblems();

    /// <summary>A number for each image, to go with [images, channels, height, width].</summary>
    private protected static Tensor Drawn(Tensor images, RowRandom[] randoms, Func<RowRandom, double> draw) =>
        tensor([.. randoms.Select(random => (float)draw(random))], [randoms.Length, 1, 1, 1], device: images.device);
}
