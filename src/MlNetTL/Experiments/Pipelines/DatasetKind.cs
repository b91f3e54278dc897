namespace MlNetTL.Experiments.Pipelines;

/// <summary>The form of a data set.</summary>
public enum DatasetKind
{
    /// <summary>Chest phantoms drawn on the spot.</summary>
    Phantoms,

    /// <summary>A folder in CheXpert's form.</summary>
    Chexpert,

    /// <summary>A CSV file that lists images.</summary>
    Csv,
}
