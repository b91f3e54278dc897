using System.Globalization;
using System.Text;
using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>Writes the labels of phantoms as CheXpert writes its own.</summary>
internal static class PhantomCsv
{
    // As in CheXpert's train.csv, a program that read reports would not be sure of everything, nor find everything mentioned.
    private const double UncertainShare = 0.08, BlankShare = 0.10;

    /// <summary>CheXpert's header.</summary>
    public static string Header { get; } = $"Path,Sex,Age,Frontal/Lateral,AP/PA,{string.Join(",", CheXpertLabels.Names)}";

    /// <summary>The folder of a study, relative to the folder that holds the data set.</summary>
    public static string FolderOf(string split, PhantomStudy study) =>
        string.Create(CultureInfo.InvariantCulture, $"{split}/patient{study.Patient:D5}/study{study.Number}");

    /// <summary>The lines of a patient, one an image.</summary>
    public static void Append(StringBuilder csv, string root, string split, long seed, PhantomPatient patient)
    {
        foreach (var study in patient.Studies)
        {
            var labels = string.Join(",", split == "train" ? AsFromReports(seed, study) : CheXpertLabels.Names.Select(name => study.Signs.Has(name) ? "1.0" : "0.0"));
            var projection = new RowRandom(seed, "phantom projection", study.Number, study.Patient).NextDouble() < 0.7 ? "AP" : "PA";
            var start = $"{root}/{FolderOf(split, study)}";
            csv.Append(CultureInfo.InvariantCulture, $"{start}/view1_frontal.jpg,{patient.Sex},{patient.Age},Frontal,{projection},{labels}\n");
            if (study.HasLateral) csv.Append(CultureInfo.InvariantCulture, $"{start}/view2_lateral.jpg,{patient.Sex},{patient.Age},Lateral,,{labels}\n");
        }
    }

    private static IEnumerable<string> AsFromReports(long seed, PhantomStudy study)
    {
        var random = new RowRandom(seed, "phantom report", study.Number, study.Patient);
        var values = new List<string>();
        foreach (var name in CheXpertLabels.Names)
        {
            var lot = random.NextDouble();
            values.Add(name switch
            {
                // Never 0 in train.csv: 1 or blank.
                "No Finding" => study.Signs.NoFinding ? "1.0" : "",
                _ when lot < UncertainShare && ChestPhantoms.Labels.Contains(name) => "-1.0",
                _ when lot < UncertainShare + BlankShare => "",
                _ => study.Signs.Has(name) ? "1.0" : "0.0",
            });
        }
        return values;
    }
}
