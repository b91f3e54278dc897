namespace MlNetTL.Data;

/// <summary>How much each class counts in the loss.</summary>
public enum ClassWeighting
{
    /// <summary>Every row counts the same.</summary>
    None,

    /// <summary>Each class counts the same in sum: rows / (classes · rows of the class). In multi-label tasks, positives of a label count negatives / positives times.</summary>
    Balanced,
}
