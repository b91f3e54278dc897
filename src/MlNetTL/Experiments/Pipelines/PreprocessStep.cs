using MlNetTL.Images;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>A step that every image goes through when it is decoded, at its full size and depth. Numbers left out take the default of the step.</summary>
/// <param name="Kind">borderRemoval: frames and letterboxes are cut off; discCrop: the disc of a fundus photograph is found, scaled and cut out; localMean: the local mean is
/// taken from each pixel; clahe: contrast-limited adaptive histogram equalisation; percentileWindow: grey levels between two percentiles become the full range.</param>
/// <param name="Radius">discCrop only: the radius of the disc in the result, in pixels. Absent: 300.</param>
/// <param name="Gain">localMean only: what differences are multiplied by. Absent: 4.</param>
/// <param name="Sigma">localMean only: the standard deviation of the Gaussian, as a share of the image's radius. Absent: a thirtieth.</param>
/// <param name="KeptRadius">localMean only: what lies further out than this share of the radius becomes mid grey; 0 keeps everything. Absent: 0.9.</param>
/// <param name="ClipLimit">clahe only: how much more often than on average a grey level may count. Absent: 2.</param>
/// <param name="Tiles">clahe only: the parts along each side. Absent: 8.</param>
/// <param name="Low">percentileWindow only: the percentile that becomes black. Absent: 0.5.</param>
/// <param name="High">percentileWindow only: the percentile that becomes white. Absent: 99.5.</param>
/// <param name="Tolerance">borderRemoval only: how far from its line's median a pixel of a frame may lie, as a share of the range. Absent: 0.04.</param>
/// <param name="Share">borderRemoval only: the share of a line's pixels that must lie so near. Absent: 0.99.</param>
public sealed record PreprocessStep(
    PreprocessKind Kind,
    int? Radius = null,
    double? Gain = null,
    double? Sigma = null,
    double? KeptRadius = null,
    double? ClipLimit = null,
    int? Tiles = null,
    double? Low = null,
    double? High = null,
    double? Tolerance = null,
    double? Share = null)
{
    /// <summary>The step.</summary>
    public ImageStep ToStep() => Kind switch
    {
        PreprocessKind.BorderRemoval when new BorderRemoval() is var step => step with { Tolerance = Tolerance ?? step.Tolerance, Share = Share ?? step.Share },
        PreprocessKind.DiscCrop when new DiscCrop() is var step => step with { Radius = Radius ?? step.Radius },
        PreprocessKind.LocalMean when new LocalMeanSubtraction() is var step =>
            step with { Gain = Gain ?? step.Gain, Sigma = Sigma ?? step.Sigma, KeptRadius = KeptRadius ?? step.KeptRadius },
        PreprocessKind.Clahe when new Clahe() is var step => step with { ClipLimit = ClipLimit ?? step.ClipLimit, Tiles = Tiles ?? step.Tiles },
        PreprocessKind.PercentileWindow when new PercentileWindow() is var step => step with { Low = Low ?? step.Low, High = High ?? step.High },
        _ => throw new NotSupportedException($"{nameof(PreprocessStep)} must make each step that pipelines can name. It lacks '{Kind}'."),
    };

    /// <summary>A step as a pipeline file states it.</summary>
    public static PreprocessStep Of(ImageStep step) => step switch
    {
        BorderRemoval border => new(PreprocessKind.BorderRemoval, Tolerance: border.Tolerance, Share: border.Share),
        DiscCrop crop => new(PreprocessKind.DiscCrop, Radius: crop.Radius),
        LocalMeanSubtraction mean => new(PreprocessKind.LocalMean, Gain: mean.Gain, Sigma: mean.Sigma, KeptRadius: mean.KeptRadius),
        Clahe clahe => new(PreprocessKind.Clahe, ClipLimit: clahe.ClipLimit, Tiles: clahe.Tiles),
        PercentileWindow window => new(PreprocessKind.PercentileWindow, Low: window.Low, High: window.High),
        _ => throw new NotSupportedException($"{nameof(PreprocessStep)} must name each step. It lacks {step}."),
    };

    internal void Validate(string path, ProblemList problems)
    {
        var step = ToStep();
        foreach (var sentence in step.Problems()) problems.Add(path, $"{path}: {sentence}");
        foreach (var (name, value) in new (string, object?)[]
        {
            (nameof(Radius), Radius), (nameof(Gain), Gain), (nameof(Sigma), Sigma), (nameof(KeptRadius), KeptRadius), (nameof(ClipLimit), ClipLimit), (nameof(Tiles), Tiles),
            (nameof(Low), Low), (nameof(High), High), (nameof(Tolerance), Tolerance), (nameof(Share), Share),
        })
        {
            var setting = char.ToLowerInvariant(name[0]) + name[1..];
            problems.Require(value is null || step.GetType().GetProperty(name) is not null, $"{path}.{setting}", $"does not belong to {Kind}", value);
        }
    }
}
