namespace MlNetTL.Tests.Data;

/// <summary>A small folder in ChestX-ray14's form, written by hand so that a test can break any part of it.</summary>
internal static class ChestXray14Miniature
{
    /// <summary>The header of the first release: eleven names, a comma at the end, commas without quotation marks inside brackets.</summary>
    public const string Header =
        "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],";

    private static readonly string[] s_findings = ["Cardiomegaly", "No Finding", "Edema|Effusion", "Edema"];

    /// <summary>Writes images of seeded noise, the table and the lists. Each patient has two images; hearts are bright, so that there is something to learn.</summary>
    public static void Write(string root, int trainPatients, int testPatients, int size)
    {
        var names = new List<string>();
        var lines = new List<string>();
        for (var patient = 1; patient <= trainPatients + testPatients; patient++)
            for (var followUp = 0; followUp < 2; followUp++)
            {
                var findings = s_findings[(patient + followUp) % s_findings.Length];
                names.Add(Name(patient, followUp));
                lines.Add(Line(patient, followUp, findings));
                SmallPicture.Write(Path.Combine(root, $"images_{1 + patient % 2:D3}", "images", Name(patient, followUp)), size,
                    patient * 2 + followUp, findings == "Cardiomegaly" ? 180 : 80);
            }
        WriteTable(root, lines);
        WriteLists(root, names.Take(trainPatients * 2), names.Skip(trainPatients * 2));
    }

    /// <summary>The table alone.</summary>
    public static void WriteTable(string root, IEnumerable<string> lines, string header = Header, string file = "Data_Entry_2017.csv")
    {
        Directory.CreateDirectory(root);
        File.WriteAllLines(Path.Combine(root, file), [header, .. lines]);
    }

    /// <summary>The official lists.</summary>
    public static void WriteLists(string root, IEnumerable<string> trainVal, IEnumerable<string> test)
    {
        File.WriteAllLines(Path.Combine(root, "train_val_list.txt"), trainVal);
        File.WriteAllLines(Path.Combine(root, "test_list.txt"), test);
    }

    /// <summary>An empty file of an image's name.</summary>
    public static void Touch(string root, string folder, string name)
    {
        Directory.CreateDirectory(Path.Combine(root, folder));
        File.WriteAllBytes(Path.Combine(root, folder, name), []);
    }

    public static string Name(int patient, int followUp = 0) => $"{patient:D8}_{followUp:D3}.png";

    /// <summary>A line of the first release.</summary>
    public static string Line(int patient, int followUp = 0, string findings = "No Finding", string age = "058Y", string sex = "F", string view = "PA") =>
        $"{Name(patient, followUp)},{findings},{followUp},{patient},{age},{sex},{view},2682,2749,0.143,0.143,";
}
