using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Mono.Cecil;

/// <summary>Build task: writes a copy of an assembly in which every type and member is public, for the compiler alone.</summary>
public sealed class PublicizeAssembly : Task
{
    [Required] public string Source { get; set; }

    [Required] public string Target { get; set; }

    [Required] public string SearchFolders { get; set; }

    public override bool Execute()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target));
        using (var resolver = new DefaultAssemblyResolver())
        {
            foreach (var folder in SearchFolders.Split(';')) resolver.AddSearchDirectory(folder);
            using (var module = ModuleDefinition.ReadModule(Source, new ReaderParameters { AssemblyResolver = resolver, InMemory = true }))
            {
                foreach (var type in module.Types) Open(type);
                module.Write(Target);
            }
        }
        return true;
    }

    private static void Open(TypeDefinition type)
    {
        if (type.IsNested) type.IsNestedPublic = true;
        else type.IsPublic = true;
        // Explicit interface implementations stay private, and a field named as its event would hide the event.
        foreach (var method in type.Methods.Where(m => !(m.IsPrivate && m.IsVirtual))) method.IsPublic = true;
        foreach (var field in type.Fields.Where(f => type.Events.All(e => e.Name != f.Name))) field.IsPublic = true;
        foreach (var nested in type.NestedTypes) Open(nested);
    }
}
