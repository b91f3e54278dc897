namespace MlNetTL.Data;

/// <summary>From where the X-rays were taken.</summary>
public enum CheXpertView
{
    /// <summary>Frontal and lateral images.</summary>
    All,

    /// <summary>Only images from the front or the back (projections AP and PA).</summary>
    Frontal,

    /// <summary>Only images from the side.</summary>
    Lateral,
}
