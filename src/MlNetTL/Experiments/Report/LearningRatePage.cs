using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The page of a search for a learning rate: the loss against the rate, with what it suggests.</summary>
internal static class LearningRatePage
{
    // Losses run away at the end: what lies beyond this many times the least says nothing more.
    private const double MostTimesTheLeast = 4;

    /// <summary>Draws it.</summary>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="steps">The steps, of rising rates.</param>
    /// <param name="steepest">Where the loss falls fastest; null where that is not known.</param>
    /// <param name="valley">Where the longest fall is two thirds done; null where that is not known.</param>
    /// <param name="trains">What trained, as in all.</param>
    public static string Render(string name, IReadOnlyList<LearningRateStep> steps, double? steepest, double? valley, string trains) => Page.Of($"{name}: learning rate", Markup.Of($"""
        <header><h1>{name}: learning rate</h1>
        <p>Each of {steps.Count} training steps took a higher learning rate than the one before it; what trained was: {trains}. The loss falls where learning goes on, and rises where steps are too long.</p></header>
        <section><h2>Suggested</h2>{Suggestions(steepest, valley)}</section>
        <section><h2>Loss against the learning rate</h2>{Draw(steps, steepest, valley)}
        <p class="note">The <span class="key c0">line</span> is the loss smoothed over the steps, the <span class="key c1">dots</span> are the losses of single steps.</p></section>
        """));

    private static Markup Suggestions(double? steepest, double? valley) => valley is null
        ? Markup.Of($"""<p class="empty">The loss ran away before enough steps were taken. Search from a lower rate (--from), or over more steps (--steps).</p>""")
        : Markup.Of($"""
            <ul><li><b>{Figures.Rate(valley.Value)}</b>, two thirds into the longest fall of the loss (fastai's 'valley'): begin with it.</li>
            <li><b>{Figures.Rate(steepest!.Value)}</b>, where the loss falls fastest ('steepest').</li></ul>
            """);

    private static Markup Draw(IReadOnlyList<LearningRateStep> steps, double? steepest, double? valley)
    {
        if (steps.Count == 0) return Markup.Of($"""<p class="empty">No step had a finite loss.</p>""");
        var most = MostTimesTheLeast * steps.Min(step => step.SmoothedLoss);
        var shown = steps.Where(step => step.SmoothedLoss <= most).ToArray();
        var loss = ChartAxis.Around("loss", shown.Select(step => step.SmoothedLoss));
        var chart = new Chart("Loss against the learning rate", ChartAxis.Decades("learning rate", steps.Select(step => step.LearningRate)), loss, width: 720, height: 380);
        if (steepest is { } steep) chart.Upright(steep, "steepest");
        // Two words at one place could not be read.
        if (valley is { } longest) chart.Upright(longest, longest == steepest ? "" : "valley");
        foreach (var step in steps.Where(step => step.Loss >= loss.Low && step.Loss <= loss.High)) chart.Bubble(step.LearningRate, step.Loss, 2, "c1", $"{Figures.Rate(step.LearningRate)}: {Figures.Number(step.Loss)}");
        chart.Line(new("smoothed", [.. shown.Select(step => (step.LearningRate, step.SmoothedLoss))], 0));
        return Markup.Of($"<figure>{chart.Draw()}</figure>");
    }
}
