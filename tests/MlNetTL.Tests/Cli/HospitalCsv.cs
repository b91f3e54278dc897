using System.Globalization;
using System.Text;

namespace MlNetTL.Tests.Cli;

/// <summary>A made-up hospital: a CSV of images of patients with two labels, all four values, two places of origin, and no image files unless asked for.</summary>
internal static class HospitalCsv
{
    public const int Images = 240;

    /// <summary>Writes the CSV and a pipeline that reads it, and gives the pipeline's path.</summary>
    /// <param name="runs">The folder.</param>
    /// <param name="data">More settings of 'data', each after a comma.</param>
    /// <param name="task">The settings of 'task'.</param>
    /// <param name="name">What the pipeline is called.</param>
    public static string Write(TinyRuns runs, string data = "", string task = """ "kind": "binary", "labels": ["Edema"] """, string name = "hospital")
    {
        var csv = new StringBuilder("path,patient,part,Edema,Effusion,class\n");
        for (var i = 0; i < Images; i++)
            csv.Append(CultureInfo.InvariantCulture, $"images/{i}.png,p{i / 3},{(i < 180 ? "old" : "new")},{Edema(i)},{(i % 4 == 0 ? "1" : "0")},{(i % 5 == 0 ? "b" : "a")}\n");
        runs.Write("hospital.csv", csv.ToString());
        return runs.Write($"{name}.json", $$"""
            {
              "name": "{{name}}",
              "data": { "dataset": "csv", "folder": "{{runs.Root}}", "csv": "hospital.csv", "patientColumn": "patient" {{data}} },
              "task": { {{task}} },
            }
            """);
    }

    // Of 10: 2 present, 1 absent, 3 uncertain, 4 blank.
    private static string Edema(int i) => (i % 10) switch { < 2 => "1", 2 => "0", < 6 => "-1", _ => "" };
}
