namespace MlNetTL.Backbones;

/// <summary>Leaves out residual branches in training, image by image, the later ones more often (Huang et al., 'Deep networks with stochastic depth', 2016, section 3): what is left is a shallower
/// network, and scoring has all of it. Kept branches are divided by their chance to be kept, as torchvision and timm do it, so that their mean is the one in scoring.</summary>
/// <param name="rate">The network's own rate.</param>
internal sealed class StochasticDepth(double rate)
{
    /// <summary>The rate that the linear rule rises to (equation 4): 1 - p_L of the paper. At least 0 and below 1.</summary>
    public double Rate { get; set; } = rate;

    /// <summary>The branch of a block, which is left out at Rate · block / last.</summary>
    /// <param name="block">The block's number over all stages, from 0.</param>
    /// <param name="last">The number at which the rate is whole. The paper counts from 1 to the number of blocks, its first one at Rate / L. Networks that come from timm end with the last block, at
    /// the number of blocks less 1 (calculate_drop_path_rates, and resnet.py's make_blocks); torchvision's EfficientNet ends one block behind it, at the number of blocks.</param>
    public Branch At(int block, int last) => new(this, block, last);

    /// <summary>A residual branch and how often it is left out.</summary>
    internal sealed record Branch(StochasticDepth Depth, int Block, int Last)
    {
        /// <summary>The share of images that go without it.</summary>
        public double Rate => Depth.Rate * Block / Last;

        /// <summary>The branch's values, 0 for images that go without it.</summary>
        /// <param name="ops">The operations.</param>
        /// <param name="values">What the branch gave.</param>
        /// <param name="training">Whether the block is in training.</param>
        public T Drop<T>(IOps<T> ops, T values, bool training) => training && Rate > 0 ? ops.DropPath(values, Rate) : values;
    }
}
