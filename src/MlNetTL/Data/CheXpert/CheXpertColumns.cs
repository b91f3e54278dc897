using System.Text.Json.Nodes;
using static MlNetTL.Data.TableSchema;

namespace MlNetTL.Data;

/// <summary>The columns of CheXpert's CSV files and the values they may hold.</summary>
internal static class CheXpertColumns
{
    public const string Path = "Path", Sex = "Sex", Age = "Age", View = "Frontal/Lateral", Projection = "AP/PA";

    public const int OldestAge = 150;

    public static IReadOnlyList<string> Views { get; } = ["Frontal", "Lateral"];

    public static IReadOnlyList<string> Projections { get; } = ["AP", "PA", "LL", "RL"];

    /// <summary>The same as a Table Schema (specs.frictionlessdata.io/table-schema), as it lies in <c>schemas/</c>.</summary>
    public static string ToTableSchema() => TableSchema.Of("CheXpert train.csv and valid.csv",
    [
        Field(Path, "string", "root/split/patient/study/image; the root is replaced by the folder that is loaded", new() { ["required"] = true }),
        Field(Sex, "string", "Female, Male or Unknown"),
        Field(Age, "number", "years", new() { ["minimum"] = 0, ["maximum"] = OldestAge }),
        Field(View, "string", "side from which the image was taken", new() { ["required"] = true, ["enum"] = Strings(Views) }),
        Field(Projection, "string", "projection; blank for lateral images", new() { ["enum"] = Strings(Projections) }),
        .. CheXpertLabels.Names.Select(label => Field(label, "number", "1 present, 0 absent, -1 uncertain, blank not mentioned", new() { ["enum"] = new JsonArray(1, 0, -1) })),
    ]);
}
