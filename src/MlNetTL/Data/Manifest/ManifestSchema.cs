using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Data;

/// <summary>Gives a manifest the columns that were asked for, and no empty ones.</summary>
internal static class ManifestSchema
{
    /// <summary>The rows as a view.</summary>
    public static IDataView ToView(DataOperationsCatalog catalog, List<ManifestRow> rows, ImageManifestOptions options)
    {
        var schema = options.IsMultiLabel
            ? SlotNames.Describe<ManifestRow>(nameof(ManifestRow.Labels), options.LabelColumns!)
            : SchemaDefinition.Create(typeof(ManifestRow));
        Keep(schema, nameof(ManifestRow.Labels), options.IsMultiLabel);
        Keep(schema, nameof(ManifestRow.Label), !options.IsMultiLabel && options.LabelColumn is not null);
        Keep(schema, nameof(ManifestRow.Patient), options.PatientColumn is not null);
        Keep(schema, nameof(ManifestRow.Study), options.StudyColumn is not null);
        Keep(schema, nameof(ManifestRow.Source), options.SourceColumn is not null);
        Keep(schema, nameof(ManifestRow.Value), options.ValueColumn is not null);
        Keep(schema, nameof(ManifestRow.Split), options.SplitColumn is not null);
        return catalog.LoadFromEnumerable(rows, schema);
    }

    private static void Keep(SchemaDefinition schema, string column, bool keep)
    {
        if (!keep) schema.RemoveAll(candidate => candidate.MemberName == column);
    }
}
