using System.Text;
using Microsoft.ML;

namespace MlNetTL.Interop;

/// <summary>One component in an ML.NET zip: a header with versions, its settings as JSON, and named binary streams.</summary>
/// <remarks>
/// The header's own stream holds nothing but the version of the library that wrote it, in a form that never changes, so that an older library can name it.
/// The settings are an entry of their own, which people can read with any zip tool.
/// </remarks>
internal static class ModelEntry
{
    private const string SettingsName = "Settings.json";

    // Without its version: ML.NET hands this name to Assembly.Load, which refuses an assembly older than the name says before our own message is reached.
    private static readonly string s_assembly = typeof(ModelEntry).Assembly.GetName().Name!;

    /// <summary>The version of this library, as zips record it.</summary>
    public static string LibraryVersion { get; } = typeof(ModelEntry).Assembly.GetName().Version!.ToString(3);

    /// <summary>The version, and which build of it: what was computed by one build may be computed otherwise by the next.</summary>
    public static string LibraryBuild { get; } = $"{LibraryVersion} {typeof(ModelEntry).Module.ModuleVersionId:N}";

    /// <summary>Writes a component. Streams are written one after the other, straight into the zip.</summary>
    public static void Save(ModelSaveContext ctx, ModelSignature signature, string json, params (string Name, Action<Stream> Write)[] streams)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(new VersionInfo(signature.Name, signature.Version, signature.ReadableFrom, verWeCanReadBack: 1, s_assembly, signature.Loader));
        ctx.Writer.Write(LibraryVersion);
        ctx.SaveBinaryStream(SettingsName, writer => writer.Write(Encoding.UTF8.GetBytes(json)));
        foreach (var (name, write) in streams)
            ctx.SaveBinaryStream(name, writer =>
            {
                writer.Flush();
                write(writer.BaseStream);
            });
    }

    /// <summary>Checks the versions of a component and reads its settings.</summary>
    /// <exception cref="InvalidDataException">It is another component, or a newer library wrote it, or it is damaged.</exception>
    public static string Load(ModelLoadContext ctx, ModelSignature signature)
    {
        ctx.CheckAtModel();
        Check(ref ctx.Header, signature, writtenBy: ctx.Reader.ReadString());
        var json = "";
        ReadStream(ctx, SettingsName, stream =>
        {
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            json = reader.ReadToEnd();
        });
        return json;
    }

    /// <summary>Reads a named stream of a component.</summary>
    /// <exception cref="InvalidDataException">There is no such stream.</exception>
    public static void ReadStream(ModelLoadContext ctx, string name, Action<Stream> read)
    {
        if (!ctx.TryLoadBinaryStream(name, reader => read(reader.BaseStream)))
            throw new InvalidDataException(
                $"The model must hold '{Path.Combine(ctx.Directory ?? "", name)}', and it does not: the file is damaged or was rewritten. Save the model again.");
    }

    private static void Check(ref ModelHeader header, ModelSignature signature, string writtenBy)
    {
        var expected = new VersionInfo(signature.Name, signature.Version, signature.ReadableFrom, verWeCanReadBack: 1, s_assembly, signature.Loader);
        if (header.ModelSignature != expected.ModelSignature)
            throw new InvalidDataException(
                $"The model's component '{signature.Loader}' must be marked '{signature.Name}', and it is not: the file is damaged. Save the model again.");
        if (header.ModelVerReadable > signature.Version)
            throw new InvalidDataException(
                $"The model's component '{signature.Loader}' has version {header.ModelVerWritten}, written by MlNetTL {writtenBy};"
                + $" it needs a reader of version {header.ModelVerReadable} or newer. This is MlNetTL {LibraryVersion}, which understands versions up to {signature.Version}."
                + $" Reference MlNetTL {writtenBy} or newer, or save the model with this version.");
    }
}
