namespace MlNetTL.Data;

/// <summary>What is cut out around a box of <see cref="PascalVocOptions"/>.</summary>
public enum PascalVocShape
{
    /// <summary>A square around the middle of the box, whose side is the longer side of the box: objects keep their aspect.</summary>
    Square,

    /// <summary>The box itself.</summary>
    Box,
}
