namespace MlNetTL.Training;

/// <summary>How the rows of a training epoch are chosen.</summary>
public enum RowSampling
{
    /// <summary>Every row once, in a random order.</summary>
    EachOnce,

    /// <summary>With replacement, each class as likely as the others. Of several labels, a row is drawn by its rarest positive label: its weight is the largest of 1 / positives of the label, as the
    /// repeat factor of an image is the largest of its categories (Gupta et al., 'LVIS: a dataset for large vocabulary instance segmentation', 2019, repeat factor sampling). Rows without a positive
    /// label are one more class.</summary>
    ByLabel,

    /// <summary>With replacement, each value of a column (a hospital, a scanner, a slide) as likely as the others.</summary>
    ByColumn,
}
