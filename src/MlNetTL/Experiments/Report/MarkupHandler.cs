using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace MlNetTL.Experiments.Report;

/// <summary>Builds a <see cref="Markup"/> from an interpolated string: the literal parts stay, the values are escaped.</summary>
[InterpolatedStringHandler]
internal readonly struct MarkupHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + 16 * formattedCount);

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Markup piece) => _text.Append(piece.Text);

    public void AppendFormatted(IEnumerable<Markup> pieces) => _text.Append(Markup.Join(pieces).Text);

    public void AppendFormatted(string? value) => _text.Append(WebUtility.HtmlEncode(value));

    public void AppendFormatted(int value) => _text.Append(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>Coordinates: a tenth of a pixel is enough.</summary>
    public void AppendFormatted(double value) => _text.Append(Math.Round(value, 1).ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
