using System.Text;

namespace MlNetTL.Experiments.Report;

/// <summary>A piece of HTML or SVG. Everything interpolated into it is escaped unless it is a piece itself, so that no path or label can become
/// markup.</summary>
internal readonly record struct Markup(string Text)
{
    public static Markup Empty { get; } = new("");

    public static Markup Of(MarkupHandler piece) => new(piece.ToString());

    public static Markup Join(IEnumerable<Markup> pieces) => new(new StringBuilder().AppendJoin('\n', pieces.Select(piece => piece.Text)).ToString());

    public override string ToString() => Text ?? "";
}
