namespace MlNetTL.Weights;

/// <summary>What is taken from pretrained weights.</summary>
public enum PretrainedUse
{
    /// <summary>The values themselves.</summary>
    Values,

    /// <summary>Only the mean and variance of each tensor: its values are drawn anew from the normal distribution that has them. Raghu et al.,
    /// 'Transfusion: understanding transfer learning for medical imaging' (2019), call it Mean Var init, and find that it alone brings much of the speed
    /// with which pretrained networks learn.</summary>
    MeanAndVariance,
}
