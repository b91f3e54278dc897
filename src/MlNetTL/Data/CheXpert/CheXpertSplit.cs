namespace MlNetTL.Data;

/// <summary>Which of CheXpert's two files to read. No patient is in both.</summary>
public enum CheXpertSplit
{
    /// <summary><c>train.csv</c>: labels read from reports by a program, with all four values.</summary>
    Train,

    /// <summary><c>valid.csv</c>: labels given by three radiologists, 0 or 1.</summary>
    Valid,
}
