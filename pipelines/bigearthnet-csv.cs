// Lists the patches of BigEarthNet (version 1: a folder for each, with a GeoTIFF for each band and …_labels_metadata.json) as a CSV with a column 'patch' and
// a column of 0 and 1 for each of CORINE's labels that the patches have:
//
//   dotnet run pipelines/bigearthnet-csv.cs -- <folder of the patches> [csv]
//
// The CSV is <folder>/labels.csv unless named.
#:property PublishAot=false

using System.Text.Json;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("The folder of the patches must be given: dotnet run pipelines/bigearthnet-csv.cs -- <folder of the patches> [csv]");
    return 2;
}

const string Ending = "_labels_metadata.json";
var patches = Directory.EnumerateFiles(args[0], "*" + Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
    .Select(file => (Name: Path.GetFileName(file)[..^Ending.Length], Labels: LabelsOf(file))).ToArray();
if (patches.Length == 0)
{
    Console.Error.WriteLine($"The folder must hold patches, each with its …{Ending}. Looked in {Path.GetFullPath(args[0])} and its folders.");
    return 2;
}
var labels = patches.SelectMany(patch => patch.Labels).Distinct().Order(StringComparer.Ordinal).ToArray();
var csv = args.Length == 2 ? args[1] : Path.Combine(args[0], "labels.csv");
File.WriteAllLines(csv,
[
    string.Join(',', labels.Prepend("patch").Select(Quoted)),
    .. patches.Select(patch => string.Join(',', labels.Select(label => patch.Labels.Contains(label) ? "1" : "0").Prepend(patch.Name))),
]);
Console.WriteLine($"{patches.Length} patches with {labels.Length} labels are listed in {csv}.");
return 0;

static string[] LabelsOf(string file)
{
    using var json = JsonDocument.Parse(File.ReadAllBytes(file));
    return [.. json.RootElement.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)];
}

static string Quoted(string field) => field.Contains(',') || field.Contains('"') ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
