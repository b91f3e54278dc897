namespace MlNetTL.Data;

/// <summary>Finds the folder that holds CheXpert's CSV files.</summary>
internal static class CheXpertFolder
{
    private const string TwoWaysOut =
        "Either give the folder that holds train.csv and valid.csv (CheXpert-v1.0-small, under any name) or its parent; "
        + "or get the data from https://stanfordmlgroup.github.io/competitions/chexpert and unpack it there.";

    /// <summary>The root of the data set by whichever of its files is there.</summary>
    public static string FindRoot(string folder)
    {
        try
        {
            return FindRoot(folder, "train.csv");
        }
        catch (FileNotFoundException)
        {
            return FindRoot(folder, "valid.csv");
        }
    }

    /// <summary>The root of the data set: <paramref name="folder"/> itself, or the one folder in it that has the CSV.</summary>
    public static string FindRoot(string folder, string csv) => DatasetRoot.Find("CheXpert", folder, [csv], TwoWaysOut);
}
