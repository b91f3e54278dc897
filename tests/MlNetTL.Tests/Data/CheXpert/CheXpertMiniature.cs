using System.Globalization;

namespace MlNetTL.Tests.Data;

/// <summary>CheXpert's CSV form, written by hand so that a test can break any part of it.</summary>
internal static class CheXpertMiniature
{
    public const string Header =
        "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices";

    /// <summary>Writes train.csv (or another file) of the given lines under the header, without images.</summary>
    public static string Write(string root, IEnumerable<string> lines, string csv = "train.csv", string header = Header)
    {
        Directory.CreateDirectory(root);
        File.WriteAllLines(Path.Combine(root, csv), [header, .. lines]);
        return root;
    }

    /// <summary>One line: every label blank but those of <paramref name="labels"/>, which starts at 'No Finding'.</summary>
    public static string Line(int patient, int study = 1, int view = 1, string side = "Frontal", string labels = ",,,,,,,,,,,,,") =>
        string.Create(CultureInfo.InvariantCulture, $"CheXpert-v1.0-small/train/patient{patient:D5}/study{study}/view{view}_{side.ToLowerInvariant()}.jpg,Female,{20 + patient % 70},{side},{(side == "Frontal" ? "AP" : "")},{labels}");
}
