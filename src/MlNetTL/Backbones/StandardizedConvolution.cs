using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>A convolution whose kernels are standardised before use: each output's weights get mean 0 and variance 1 over their fan-in (Qiao et al.,
/// 'Weight standardization', 2019, equations 5 to 7). The state holds the weights as they are.</summary>
/// <remarks>Padding is half the kernel, so a stride of 1 keeps the size.</remarks>
internal sealed class StandardizedConvolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;
    [ComponentName(Name = "gain")]
    private readonly Parameter? _gain;
    private readonly int _stride;
    private readonly int _padding;
    private readonly double _epsilon;
    private readonly double _scale;

    private StandardizedConvolution(int inputs, int outputs, int kernel, int stride, double epsilon, double? gamma) : base(nameof(StandardizedConvolution))
    {
        (_stride, _padding, _epsilon) = (stride, kernel / 2, epsilon);
        register_parameter("weight", _weight = new Parameter(zeros(outputs, inputs, kernel, kernel)));
        if (gamma is null) return;
        _scale = gamma.Value / Math.Sqrt((double)inputs * kernel * kernel);
        register_parameter("bias", _bias = new Parameter(zeros(outputs)));
        register_parameter("gain", _gain = new Parameter(ones(outputs, 1, 1, 1)));
    }

    /// <summary>What is added to a kernel's variance before its root is taken.</summary>
    public double Epsilon => _epsilon;

    /// <summary>As in Big Transfer: unit variance, no bias.</summary>
    public static StandardizedConvolution Plain(int inputs, int outputs, int kernel, int stride, double epsilon) => new(inputs, outputs, kernel, stride, epsilon, gamma: null);

    /// <summary>Scaled: the variance is gamma² / fan-in times a learned gain for each output (Brock et al., 'Characterizing signal propagation to close the
    /// performance gap in unnormalized ResNets', 2021, equation 3), with a bias.</summary>
    public static StandardizedConvolution Scaled(int inputs, int outputs, int kernel, int stride, double epsilon, double gamma) => new(inputs, outputs, kernel, stride, epsilon, gamma);

    /// <summary>The kernels that the convolution is done with, shaped as the weight.</summary>
    /// <remarks>Standardising is the normalisation of a matrix of [outputs, fan-in] by rows, for which libtorch has one fused and vectorised pass forward and
    /// one back. A row's order does not matter to it, so rows are taken as they lie in memory: no layout is ever copied.</remarks>
    public Tensor Kernels()
    {
        using var scope = NewDisposeScope();
        var last = _weight.permute(0, 2, 3, 1);
        var isLast = last.is_contiguous();
        var ordered = isLast ? last : _weight;
        var rows = ordered.flatten(1);
        rows = nn.functional.layer_norm(rows, [rows.shape[1]], eps: _epsilon);
        if (_gain is not null) rows = rows.mul(_gain.flatten(1).mul(_scale));
        var kernels = rows.view(ordered.shape);
        return (isLast ? kernels.permute(0, 3, 1, 2) : kernels).MoveToOuterDisposeScope();
    }

    public override Tensor forward(Tensor x)
    {
        using var kernels = Kernels();
        return nn.functional.conv2d(x, kernels, _bias, strides: [_stride, _stride], padding: [_padding, _padding]);
    }

    // The parameters are registered above, in the order of the checkpoints.
    protected override void RegisterComponents()
    {
    }
}
