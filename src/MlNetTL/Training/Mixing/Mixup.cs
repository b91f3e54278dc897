using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Training.Mixing;

/// <summary>mixup (Zhang et al., 'mixup: beyond empirical risk minimization', 2018, section 2): λ · image + (1 - λ) · partner.</summary>
/// <param name="Alpha">Of Beta(Alpha, Alpha), above 0. The paper finds 0.1 to 0.4 good on ImageNet; larger values may underfit.</param>
public sealed record Mixup(double Alpha = 0.2) : MixingOptions(Alpha)
{
    private protected override (Tensor Mixed, double Share) Blend(Tensor images, Tensor partners, double share, ref RowRandom random) => (images * share + partners * (1 - share), share);
}
