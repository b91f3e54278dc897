using Microsoft.ML;
using static MlNetTL.Data.TableSchema;

namespace MlNetTL.Data;

/// <summary>Any folder of class folders as a row of <see cref="DatasetTable"/>.</summary>
internal static class ClassFolderDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("folders",
        "Any images that lie in a folder for each class, perhaps within a folder for each split.",
        "your own",
        [], null,
        [nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.PatientPattern)],
        Read, Labels: DatasetLabels.Classes);

    /// <summary>The rows as ML.NET's view of them, with the columns that there are.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, string? split, string? patientPattern) =>
        ManifestSchema.ToView(catalog, ClassFolderReader.Read(folder, split, patientPattern), new ImageManifestOptions(
            PatientColumn: patientPattern is null ? null : nameof(ManifestRow.Patient),
            SplitColumn: ClassFolderReader.SplitsOf(folder).Length > 0 ? nameof(ManifestRow.Split) : null));

    /// <summary>The columns of the view as a Table Schema (specs.frictionlessdata.io/table-schema), as it lies in <c>schemas/</c>: there is no table on disk.</summary>
    public static string ToTableSchema() => TableSchema.Of("What a folder of class folders is loaded as",
        Field(nameof(ManifestRow.Path), "string", "the image's full path: root/class/image, or root/split/class/image", new() { ["required"] = true, ["unique"] = true }),
        Field(nameof(ManifestRow.Label), "string", "the name of the class's folder", new() { ["required"] = true }),
        Field(nameof(ManifestRow.Split), "string", "the name of the split's folder, where there are such"),
        Field(nameof(ManifestRow.Patient), "string", "the group of the pattern in the file's name, where a pattern is given"));

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel) =>
        Load(mlContext.Data, request.Required(nameof(request.Folder), request.Folder), request.Split, request.PatientPattern);
}
