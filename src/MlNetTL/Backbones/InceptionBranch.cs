namespace MlNetTL.Backbones;

/// <summary>A branch of an <see cref="InceptionBlock"/> as a row of numbers.</summary>
/// <param name="Name">Its name in the checkpoints.</param>
/// <param name="Convolutions">Number of outputs, height and width of each kernel.</param>
/// <param name="Pool">What comes before the convolutions.</param>
/// <param name="Halves">Whether its last layer goes in steps of 2 and without padding, as all layers of that kind in this network do.</param>
/// <param name="ForkOutputs">The number of outputs of a 1 x 3 and of a 3 x 1 convolution that both follow the last one; 0 for none.</param>
internal sealed record InceptionBranch(
    string Name, IReadOnlyList<(int Outputs, int Height, int Width)> Convolutions, InceptionPool Pool = InceptionPool.None, bool Halves = false, int ForkOutputs = 0)
{
    private static readonly InceptionBranch s_maxPool = new("", [], InceptionPool.Max, Halves: true);

    /// <summary>Small kernels at the largest size (figure 5 of the paper).</summary>
    public static IReadOnlyList<InceptionBranch> Small(int poolOutputs) =>
        [new("branch1x1", [(64, 1, 1)]), new("branch5x5", [(48, 1, 1), (64, 5, 5)]), new("branch3x3dbl", [(64, 1, 1), (96, 3, 3), (96, 3, 3)]), Averaged(poolOutputs)];

    /// <summary>Halves height and width (figure 10).</summary>
    public static IReadOnlyList<InceptionBranch> SmallHalving { get; } =
        [new("branch3x3", [(384, 3, 3)], Halves: true), new("branch3x3dbl", [(64, 1, 1), (96, 3, 3), (96, 3, 3)], Halves: true), s_maxPool];

    /// <summary>7 x 7 kernels factored into 1 x 7 and 7 x 1 (figure 6).</summary>
    public static IReadOnlyList<InceptionBranch> Long(int width) =>
    [
        new("branch1x1", [(192, 1, 1)]),
        new("branch7x7", [(width, 1, 1), (width, 1, 7), (192, 7, 1)]),
        new("branch7x7dbl", [(width, 1, 1), (width, 7, 1), (width, 1, 7), (width, 7, 1), (192, 1, 7)]),
        Averaged(192),
    ];

    /// <summary>Halves height and width at the end of the long kernels.</summary>
    public static IReadOnlyList<InceptionBranch> LongHalving { get; } =
    [
        new("branch3x3", [(192, 1, 1), (320, 3, 3)], Halves: true),
        new("branch7x7x3", [(192, 1, 1), (192, 1, 7), (192, 7, 1), (192, 3, 3)], Halves: true),
        s_maxPool,
    ];

    /// <summary>Wide at the smallest size (figure 7).</summary>
    public static IReadOnlyList<InceptionBranch> Forked { get; } =
    [
        new("branch1x1", [(320, 1, 1)]),
        new("branch3x3", [(384, 1, 1)], ForkOutputs: 384),
        new("branch3x3dbl", [(448, 1, 1), (384, 3, 3)], ForkOutputs: 384),
        Averaged(192),
    ];

    private static InceptionBranch Averaged(int outputs) => new("branch_pool", [(outputs, 1, 1)], InceptionPool.Average);
}

/// <summary>The pools of an <see cref="InceptionBranch"/>, all 3 x 3.</summary>
internal enum InceptionPool
{
    None,
    Average,
    Max,
}
