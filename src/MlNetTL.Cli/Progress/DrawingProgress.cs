namespace MlNetTL.Cli.Progress;

/// <summary>Shows how far data are that must be drawn first.</summary>
internal sealed class DrawingProgress(RunProgress progress) : IProgress<double>
{
    public void Report(double value) => progress.Report("Drawing phantoms", value);
}
