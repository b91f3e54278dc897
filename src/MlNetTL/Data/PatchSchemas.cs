namespace MlNetTL.Data;

/// <summary>The columns of the data sets whose images are cut from files or put together of them.</summary>
internal static class PatchSchemas
{
    /// <summary>The schemas, by the names of their files in <c>schemas/</c>.</summary>
    public static IReadOnlyDictionary<string, TableSchema> All { get; } = new Dictionary<string, TableSchema>
    {
        ["consep"] = Patches("CoNSeP as LoadCoNSeP gives it", "tile", CoNSePLabels.Seven.Union(CoNSePLabels.Four)),
        ["voc"] = Patches("Pascal VOC's form as LoadPascalVoc gives it", "image", null),
        ["bigearthnet"] = new TableSchema("BigEarthNet version 2, metadata.parquet")
            .With("patch_id", "string", "name of the patch; without the last two parts, that of its tile")
            .With("labels", "array", "one or more of: " + string.Join("; ", BigEarthNetLabels.Nineteen))
            .With("split", "string", "part of the data", ["train", "validation", "test"]),
    };

    private static TableSchema Patches(string title, string image, IEnumerable<string>? classes) => new TableSchema(title)
        .With(nameof(PatchRow.Path), "string", $"full path of the {image} and the region of the patch on it, file#xywh=x,y,width,height in pixels")
        .With(nameof(PatchRow.Source), "string", $"{image} that the patch is cut from; patches of one belong on one side of a split")
        .With(nameof(PatchRow.Label), "string", "class", classes)
        .With(nameof(PatchRow.X), "number", $"middle of the object, in pixels from the left border of the {image}")
        .With(nameof(PatchRow.Y), "number", $"middle of the object, in pixels from the upper border of the {image}");
}
