namespace MlNetTL.Benchmarks;

/// <summary>Images a second.</summary>
internal sealed record Speed(double Training, double Scoring)
{
    public override string ToString() => $"training {Training,7:f1} images/s, scoring {Scoring,7:f1} images/s";
}
