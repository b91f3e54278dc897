namespace MlNetTL.Data;

/// <summary>An object of an annotation. Columns and rows are counted from 0 here, from 1 in the file.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Name">Its class.</param>
/// <param name="X">The first column.</param>
/// <param name="Y">The first row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct VocObject(int Line, string Name, int X, int Y, int Width, int Height);
