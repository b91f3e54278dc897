namespace MlNetTL.Data;

/// <summary>How much each class counts in the loss.</summary>
public enum ClassWeighting
{
    /// <summary>Every row counts the same.</summary>
    None,

    /// <summary>Each class counts the same in sum: rows / (classes · rows of the class). In multi-label tasks, positives of a label count negatives / positives times.</summary>
    Balanced,

    /// <summary>Each class counts by the inverse of its effective number of rows, (1 - β^n) / (1 - β) (Cui et al., 'Class-balanced loss based on effective number of samples', 2019, equation 4): β near 0
    /// counts every row the same, β near 1 is the inverse frequency. The weights of a task's classes sum to their number. In multi-label tasks, positives of a label count as many times as the two weights
    /// stand to each other.</summary>
    EffectiveNumber,
}
