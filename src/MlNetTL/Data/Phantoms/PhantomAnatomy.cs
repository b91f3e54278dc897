using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>The build of one patient, in units of half the image. Nothing here knows of any finding.</summary>
internal sealed record PhantomAnatomy
{
    /// <summary>Draws the build of a patient; all their images share it.</summary>
    public static PhantomAnatomy Draw(long seed, int patient)
    {
        var random = new RowRandom(seed, "phantom anatomy", row: patient);
        return new PhantomAnatomy
        {
            ThoraxHalfWidth = Uniform(ref random, 0.70, 0.84),
            DiaphragmRight = Uniform(ref random, 0.56, 0.72),
            DiaphragmLeft = Uniform(ref random, 0.58, 0.74),
            DomeHeight = Uniform(ref random, 0.18, 0.28),
            MediastinumHalfWidth = Uniform(ref random, 0.11, 0.17),
            HeartHeight = Uniform(ref random, 0.26, 0.34),
            HeartDensity = Uniform(ref random, 0.82, 1.06),
            RibSpacing = Uniform(ref random, 0.17, 0.22),
            RibPhase = Uniform(ref random, 0, 1),
            RibDensity = Uniform(ref random, 0.05, 0.12),
            RibSlope = Uniform(ref random, 0.25, 0.5),
            SoftTissue = Uniform(ref random, 0.5, 0.75),
            LungDepth = Uniform(ref random, 0.34, 0.48),
            Vessels = Uniform(ref random, 0.05, 0.11),
        };
    }

    public required float ThoraxHalfWidth { get; init; }

    public required float DiaphragmRight { get; init; }

    public required float DiaphragmLeft { get; init; }

    public required float DomeHeight { get; init; }

    public required float MediastinumHalfWidth { get; init; }

    public required float HeartHeight { get; init; }

    /// <summary>How dense the heart looks, as a share of the soft tissue beside the lungs.</summary>
    public required float HeartDensity { get; init; }

    public required float RibSpacing { get; init; }

    public required float RibPhase { get; init; }

    public required float RibDensity { get; init; }

    public required float RibSlope { get; init; }

    public required float SoftTissue { get; init; }

    public required float LungDepth { get; init; }

    public required float Vessels { get; init; }

    private static float Uniform(ref RowRandom random, double low, double high) => (float)random.NextDouble(low, high);
}
