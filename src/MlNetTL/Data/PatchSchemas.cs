using System.Text.Json.Nodes;

namespace MlNetTL.Data;

/// <summary>The columns of the data sets whose images are cut from files or put together of them.</summary>
internal static class PatchSchemas
{
    /// <summary>The schemas as text, by the names of their files in <c>schemas/</c>.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["consep"] = Patches("CoNSeP as LoadCoNSeP gives it", "tile", CoNSePLabels.Seven.Union(CoNSePLabels.Four)),
        ["voc"] = Patches("Pascal VOC's form as LoadPascalVoc gives it", "image", null),
        ["bigearthnet"] = TableSchema.Of("BigEarthNet version 2, metadata.parquet",
            Field("patch_id", "string", "name of the patch; without the last two parts, that of its tile"),
            Field("labels", "array", "one or more of: " + string.Join("; ", BigEarthNetLabels.Nineteen)),
            Field("split", "string", "part of the data", ["train", "validation", "test"])),
    };

    private static string Patches(string title, string image, IEnumerable<string>? classes) => TableSchema.Of(title,
        Field(nameof(PatchRow.Path), "string", $"full path of the {image} and the region of the patch on it, file#xywh=x,y,width,height in pixels"),
        Field(nameof(PatchRow.Source), "string", $"{image} that the patch is cut from; patches of one belong on one side of a split"),
        Field(nameof(PatchRow.Label), "string", "class", classes),
        Field(nameof(PatchRow.X), "number", $"middle of the object, in pixels from the left border of the {image}"),
        Field(nameof(PatchRow.Y), "number", $"middle of the object, in pixels from the upper border of the {image}"));

    private static JsonObject Field(string name, string type, string description, IEnumerable<string>? values = null)
    {
        var constraints = new JsonObject { ["required"] = true };
        if (values is not null) constraints["enum"] = TableSchema.Strings(values);
        return TableSchema.Field(name, type, description, constraints);
    }
}
