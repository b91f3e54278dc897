namespace MlNetTL.Training;

/// <summary>What rows are drawn for, and so which of them are: no image is decoded in vain.</summary>
internal enum RowUse
{
    /// <summary>To train on: rows with a target.</summary>
    Training,

    /// <summary>To measure by: rows with a truth.</summary>
    Validation,

    /// <summary>To be divided into both: rows with a label, uncertain or not. What a policy makes of uncertain labels then moves no row from part to part.</summary>
    Both,
}
