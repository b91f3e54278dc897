namespace MlNetTL.Images;

/// <summary>Letters of three by five dots, so that captions need no fonts on the machine and look the same everywhere. Small letters are drawn as
/// capitals.</summary>
internal static class SmallFont
{
    /// <summary>Dots of a letter.</summary>
    public const int Width = 3, Height = 5;

    // Five octal digits a letter, from the top row down; the bits of a digit are the dots of a row.
    private static readonly Dictionary<char, string> s_rows = Parse("""
        A25755 B65656 C34443 D65556 E74647 F74644 G34553 H55755 I72227 J11152 K55655 L44447 M57755 N65555 O25552 P65644 Q25563 R65655 S34216 T72222 U55557 V55552 W55775 X55255
        Y55222 Z71247 075557 126227 271747 371717 455711 574717 674757 771222 875757 975717 .00002 ,00024 :02020 ;02024 -00700 _00007 +02720 =07070 /11244 \44211 (12221 )42224
        [64446 ]31113 %51245 !22202 ?71202 '22000 "55000 #57575 *05250 <12421 >42124 |22222 &25257 @75747
        """);

    /// <summary>Whether a letter has ink at a dot. Letters that are not in the font are a chequered block; a blank has no ink.</summary>
    public static bool HasInk(char letter, int row, int column)
    {
        if (letter == ' ') return false;
        var rows = s_rows.GetValueOrDefault(char.ToUpperInvariant(letter), "52525");
        return ((rows[row] - '0') >> (Width - 1 - column) & 1) == 1;
    }

    private static Dictionary<char, string> Parse(string table) =>
        table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToDictionary(entry => entry[0], entry => entry[1..]);
}
