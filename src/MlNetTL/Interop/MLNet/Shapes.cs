using Microsoft.ML;
using Microsoft.ML.Data;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace MlNetTL.Interop;

/// <summary>Columns of a <see cref="SchemaShape"/>, which ML.NET makes with an internal constructor only.</summary>
internal static class Shapes
{
    /// <summary>A column of one value a row.</summary>
    public static SchemaShape.Column Scalar(string name, DataViewType type, params SchemaShape.Column[] annotations) => Make(name, Kind.Scalar, type, annotations);

    /// <summary>A column of a vector of known size.</summary>
    public static SchemaShape.Column Vector(string name, DataViewType itemType, params SchemaShape.Column[] annotations) => Make(name, Kind.Vector, itemType, annotations);

    /// <summary>The shape of an existing schema.</summary>
    public static SchemaShape Of(DataViewSchema schema) => SchemaShape.Create(schema);

    /// <summary>The shape of a column that is yet to be made.</summary>
    public static SchemaShape.Column Of(DataViewSchema.DetachedColumn column)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(column.Name, column.Type, column.Annotations);
        return SchemaShape.Create(builder.ToSchema())[0];
    }

    /// <summary>Finds a column by name.</summary>
    public static SchemaShape.Column? Find(SchemaShape shape, string name) => shape.TryFindColumn(name, out var column) ? column : null;

    /// <summary>Whether a column bears an annotation of this kind.</summary>
    public static bool HasAnnotation(SchemaShape.Column column, string kind) => column.Annotations.TryFindColumn(kind, out _);

    /// <summary>Whether a column has the name, the type and at least the annotations that another one asks for.</summary>
    public static bool Fits(SchemaShape.Column asked, SchemaShape.Column found) => asked.IsCompatibleWith(found);

    /// <summary>The type of a column in words, as in <c>Vector&lt;Single&gt;</c>.</summary>
    public static string TypeOf(SchemaShape.Column column) => column.GetTypeString();

    /// <summary>The same column under another name.</summary>
    public static SchemaShape.Column Renamed(SchemaShape.Column column, string name) => new(name, column.Kind, column.ItemType, column.IsKey, column.Annotations);

    /// <summary>A shape with some columns added; a column of the same name is replaced.</summary>
    public static SchemaShape With(SchemaShape shape, params IEnumerable<SchemaShape.Column> columns)
    {
        var byName = shape.ToDictionary(column => column.Name);
        foreach (var column in columns) byName[column.Name] = column;
        return new SchemaShape(byName.Values);
    }

    private static SchemaShape.Column Make(string name, Kind kind, DataViewType itemType, SchemaShape.Column[] annotations) =>
        new(name, kind, itemType, isKey: false, new SchemaShape(annotations));
}
