namespace MlNetTL.Data;

/// <summary>The parts of EyePACS. No patient is in two of them.</summary>
public enum EyePacsSplit
{
    /// <summary><c>trainLabels.csv</c> and <c>train/</c>: 35,126 images.</summary>
    Train,

    /// <summary>The rows of <c>retinopathy_solution.csv</c> whose Usage is Public, and <c>test/</c>: 10,906 images.</summary>
    PublicTest,

    /// <summary>The rows of <c>retinopathy_solution.csv</c> whose Usage is Private, and <c>test/</c>: 42,670 images. The competition was decided on them.</summary>
    PrivateTest,
}
