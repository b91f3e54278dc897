using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A chest seen from one side. Places run from -1 to 1, left to right and top to bottom of the body.</summary>
internal interface IPhantomView
{
    /// <summary>How much is held back of the rays at a place (0 beside the body), and whether it lies in a lung (1) or not (0).</summary>
    (float Density, float Lung) At(float x, float y);

    /// <summary>A place in a lung, with room around it.</summary>
    (float X, float Y) PlaceInLung(ref RowRandom random);
}
