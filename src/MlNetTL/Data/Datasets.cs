using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>The table of all data sets. To add one: write its reader and its row in a folder of its own, and name the row here.</summary>
public static class DatasetTable
{
    /// <summary>The rows, by name.</summary>
    public static NamedTable<DatasetDefinition> All { get; } = new("data set", row => row.Name,
    [
        CheXpertDataset.Row,
        ChestXray14Dataset.Row,
        EyePacsDataset.Row,
        PhantomDataset.Row,
        ClassFolderDataset.Row,
        ManifestDataset.Row,
        CoNSePDataset.Row,
        PascalVocDataset.Row,
        BigEarthNetDataset.Row,
    ]);
}
