namespace MlNetTL.Experiments.Pipelines;

/// <summary>The form of a data set.</summary>
public enum DatasetKind
{
    /// <summary>Chest phantoms drawn on the spot.</summary>
    Phantoms,

    /// <summary>A folder in CheXpert's form.</summary>
    Chexpert,

    /// <summary>A folder in ChestX-ray14's form.</summary>
    Chestxray14,

    /// <summary>A folder in EyePACS' form.</summary>
    Eyepacs,

    /// <summary>A folder that holds a folder of images for each class.</summary>
    Folders,

    /// <summary>A CSV or Parquet file that lists images.</summary>
    Csv,

    /// <summary>A folder in CoNSeP's form: a patch for each nucleus.</summary>
    Consep,

    /// <summary>A folder in Pascal VOC's form: a patch for each box.</summary>
    Voc,

    /// <summary>A folder in BigEarthNet's form, version 1 or 2.</summary>
    Bigearthnet,
}
