using MlNetTL.Experiments.Describing;

namespace MlNetTL.Experiments.Report;

/// <summary>Bars of how often each label has each value, or of how many images each class has.</summary>
internal static class LabelBars
{
    public static Markup Of(DescribedSet set)
    {
        if (set.Labels.Count == 0) return Markup.Of($"""<p class="empty">No labels.</p>""");
        var areClasses = set.Labels.All(label => label.Absent is null);
        var most = areClasses ? set.Labels.Max(label => label.Present) : set.Images;
        var key = areClasses ? Markup.Empty : Markup.Of($"""
            <p class="note"><span class="key c1">present</span>, <span class="key c0">absent</span>, <span class="key c4">uncertain</span>, and not mentioned (empty).</p>
            """);
        return Markup.Of($"""{key}<div class="stacks">{set.Labels.Select(label => Row(label, Math.Max(1, most), areClasses))}</div>""");
    }

    private static Markup Row(LabelCount label, int most, bool isClass) => Markup.Of($"""
        <div><span>{label.Name}</span><span class="stack">{Part(label.Present, most, "c1", "present")}{Part(label.Absent ?? 0, most, "c0", "absent")}{Part(label.Uncertain ?? 0, most, "c4", "uncertain")}</span>
        <span>{(isClass ? Figures.Count(label.Present) : $"{Figures.Count(label.Present)} / {Figures.Count(label.Absent ?? 0)} / {Figures.Count(label.Uncertain ?? 0)} / {Figures.Count(label.Blank ?? 0)}")}</span></div>
        """);

    private static Markup Part(int count, int most, string color, string what) => count == 0 ? Markup.Empty
        : Markup.Of($"""<i class="{color}" style="width:{100.0 * count / most}%" title="{what}: {count}"></i>""");
}
