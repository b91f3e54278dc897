namespace MlNetTL.Tests.Data;

/// <summary>A small folder in EyePACS' form, written by hand so that a test can break any part of it.</summary>
internal static class EyePacsMiniature
{
    /// <summary>Writes both eyes of each patient, the table of the training set and that of the test set, whose patients are all of the private part but the first.</summary>
    public static void Write(string root, int trainPatients, int testPatients, int size)
    {
        var patients = Enumerable.Range(10, trainPatients + testPatients).ToArray();
        WriteTables(root, patients.Take(trainPatients).SelectMany(Eyes), patients.Skip(trainPatients).SelectMany((patient, i) => Eyes(patient).Select(line => $"{line},{(i == 0 ? "Public" : "Private")}")));
        foreach (var patient in patients)
            foreach (var line in Eyes(patient))
            {
                var grade = line[^1] - '0';
                SmallPicture.Write(Path.Combine(root, patient < 10 + trainPatients ? "train" : "test", $"{line.Split(',')[0]}.jpeg"), size, patient + grade, 60 + 30 * grade, channels: 3);
            }
    }

    public static void WriteTables(string root, IEnumerable<string> train, IEnumerable<string>? test = null)
    {
        Directory.CreateDirectory(root);
        File.WriteAllLines(Path.Combine(root, "trainLabels.csv"), ["image,level", .. train]);
        if (test is not null) File.WriteAllLines(Path.Combine(root, "retinopathy_solution.csv"), ["image,level,Usage", .. test]);
    }

    /// <summary>Empty files.</summary>
    public static void Touch(string root, string folder, params string[] names)
    {
        Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var name in names) File.WriteAllBytes(Path.Combine(root, folder, name), []);
    }

    private static IEnumerable<string> Eyes(int patient) => [$"{patient}_left,{patient % 5}", $"{patient}_right,{(patient + 1) % 5}"];
}
