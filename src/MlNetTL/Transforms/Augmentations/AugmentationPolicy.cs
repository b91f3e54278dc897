using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Augmentations, one after the other.</summary>
/// <param name="Steps">The steps in their order. None: images stay as they are.</param>
/// <remarks>
/// What happens to an image hangs on (seed, epoch, row) alone: not on the batch it is in, nor on threads. Where pixels lie comes first, what values they have after it, each in the
/// order given. Mirrors are exact; all else that moves pixels of one image is composed into one affine map and sampled once, bilinear (torch's <c>grid_sample</c> with
/// <c>align_corners</c> false), so that no step blurs what another blurred before. Crops and mirrors stay within the image and mix nothing into it: a crop's edge is repeated, as torchvision's
/// resized_crop does it. Where a turn, a shift or a scale looks beyond the image it finds 0, mixed into the outermost pixels as torchvision's rotate and affine do it. Apply the policy to pixel
/// values, before they are normalised: there 0 is black, as radiographs are outside of their collimation and satellite scenes where they have no data; repeating or mirroring the border far
/// beyond the image would draw anatomy that is not there.
/// </remarks>
public sealed record AugmentationPolicy(IReadOnlyList<Augmentation> Steps)
{
    /// <summary>Checks the parameters of every step.</summary>
    /// <exception cref="ArgumentException">Parameters are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Steps.SelectMany(step => step.Problems()).ToArray();
        if (problems.Length > 0) throw new ArgumentException(string.Join(" ", problems));
    }

    /// <summary>Changes a batch.</summary>
    /// <param name="batch">Pixel values, float32 [images, channels, height, width], on any device. It is left as it is.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="rows">What names each image of the batch for good: its row in the training set.</param>
    /// <param name="maximum">The largest value of the images' type, such as 255: the range that steps on values work in. Above 0.</param>
    /// <exception cref="ArgumentException">The batch has another shape, or a step cannot be taken on such images.</exception>
    /// <returns>A new tensor, which is the caller's.</returns>
    public Tensor Apply(Tensor batch, long seed, int epoch, ReadOnlySpan<long> rows, double maximum)
    {
        if (batch.dim() != 4 || batch.shape[0] != rows.Length)
        {
            var found = string.Join(", ", batch.shape);
            throw new ArgumentException($"A batch must have the shape [{rows.Length} rows, channels, height, width]. Received: [{found}].", nameof(batch));
        }
        if (!(maximum > 0) || double.IsInfinity(maximum)) throw new ArgumentException($"The largest value must be above 0 and finite. Received: {maximum}.", nameof(maximum));
        var (height, width) = ((int)batch.shape[2], (int)batch.shape[3]);
        RequireFit((int)batch.shape[1], height, width);
        var moves = new ImageMove[rows.Length];
        for (var i = 0; i < moves.Length; i++) moves[i] = MoveOf(seed, epoch, rows[i], height, width);
        using var scope = NewDisposeScope();
        var images = Apply(batch, moves);
        for (var i = 0; i < Steps.Count; i++)
            if (Steps[i] is PhotometricAugmentation step) images = step.Apply(images, Randoms(i, seed, epoch, rows), maximum);
        return images.MoveToOuterDisposeScope();
    }

    /// <summary>Whether two policies have equal steps.</summary>
    public bool Equals(AugmentationPolicy? other) => other is not null && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => Steps.Aggregate(0, HashCode.Combine);

    /// <summary>The steps in words, for logs.</summary>
    public override string ToString() => Steps.Count == 0 ? "none" : string.Join(", ", Steps);

    /// <summary>Throws where a step cannot be taken on such images.</summary>
    internal void RequireFit(int channels, int height, int width)
    {
        var problems = Steps.Select(step => step.ProblemFor(channels, height, width)).OfType<string>().ToArray();
        if (problems.Length > 0) throw new ArgumentException(string.Join(" ", problems));
    }

    internal ImageMove MoveOf(long seed, int epoch, long row, int height, int width)
    {
        var move = ImageMove.Identity;
        for (var i = 0; i < Steps.Count; i++)
        {
            if (Steps[i] is not GeometricAugmentation step) continue;
            var random = RandomOf(i, seed, epoch, row);
            move = move.Then(step.Draw(ref random, height, width));
        }
        return move;
    }

    internal static Tensor Apply(Tensor batch, IReadOnlyList<ImageMove> moves)
    {
        using var scope = NewDisposeScope();
        var result = batch.clone();
        foreach (var group in Enumerable.Range(0, moves.Count).GroupBy(i => moves[i].IsExact ? (moves[i].A, moves[i].E, false) : (0, 0, moves[i].Fills)))
        {
            var (x, y, fills) = group.Key;
            if ((x, y) == (1, 1)) continue;
            var indices = tensor(group.Select(i => (long)i).ToArray()).to(batch.device);
            var images = batch.index_select(0, indices);
            var changed = (x, y) == (0, 0)
                ? Sample(images, [.. group.Select(i => moves[i])], fills ? GridSamplePaddingMode.Zeros : GridSamplePaddingMode.Border)
                : Mirror(images, x < 0, y < 0);
            result.index_copy_(0, indices, changed);
        }
        return result.MoveToOuterDisposeScope();
    }

    // Each step has numbers of its own: what another one draws does not change them.
    private static RowRandom RandomOf(int step, long seed, int epoch, long row) => new(seed, $"augmentation {step}", epoch, row);

    private static RowRandom[] Randoms(int step, long seed, int epoch, ReadOnlySpan<long> rows)
    {
        var randoms = new RowRandom[rows.Length];
        for (var i = 0; i < randoms.Length; i++) randoms[i] = RandomOf(step, seed, epoch, rows[i]);
        return randoms;
    }

    private static Tensor Mirror(Tensor images, bool x, bool y) => images.flip((x, y) switch { (true, true) => [2, 3], (true, false) => [3], _ => [2] });

    private static Tensor Sample(Tensor images, ImageMove[] moves, GridSamplePaddingMode beyond)
    {
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var columns = tensor(moves.SelectMany(move => move.ColumnPlaces(height, width)).ToArray(), [moves.Length, 1, width, 2]).to(images.device);
        var rows = tensor(moves.SelectMany(move => move.RowPlaces(height, width)).ToArray(), [moves.Length, height, 1, 2]).to(images.device);
        return nn.functional.grid_sample(images, columns + rows, GridSampleMode.Bilinear, beyond, align_corners: false);
    }
}
