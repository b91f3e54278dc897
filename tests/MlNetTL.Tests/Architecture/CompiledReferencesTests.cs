using Mono.Cecil;

namespace MlNetTL.Tests.Architecture;

/// <summary>Keeps the direction of dependencies by what was compiled, so that qualified names do not slip through.</summary>
[TestClass]
public sealed class CompiledReferencesTests
{
    [TestMethod]
    public void ReferencesPointDownwards()
    {
        using var library = CompiledReferences.OpenLibrary();
        var problems =
            from type in Types(library)
            from reference in CompiledReferences.Of(type)
            from used in CompiledReferences.TypesOf(reference)
            let problem = Layers.Problem(FolderOf(type), CompiledReferences.NamespaceOf(used))
            where problem is not null
            select $"{CompiledReferences.OutermostOf(type)}: {problem} ({used.Name})";
        Assert.AreEqual("", string.Join(Environment.NewLine, problems.Distinct().Order()));
    }

    [TestMethod]
    public void InternalsOfMlNetAreUsedInInteropAlone()
    {
        using var library = CompiledReferences.OpenLibrary();
        var uses =
            from type in Types(library)
            where FolderOf(type) != "Interop"
            from reference in CompiledReferences.Of(type)
            where IsInternalOfMlNet(reference) && !CompiledReferences.TypesOf(reference).Any(used => Layers.NamedInternals.ContainsKey(used.Name))
            select $"{CompiledReferences.OutermostOf(type)}: {reference.FullName}";
        Assert.AreEqual("", string.Join(Environment.NewLine, uses.Distinct().Order()));
    }

    private static IEnumerable<TypeDefinition> Types(ModuleDefinition library) =>
        from type in library.GetTypes()
        where Layers.FolderOf(CompiledReferences.NamespaceOf(type)) is not null && !Layers.Exceptions.ContainsKey(CompiledReferences.OutermostOf(type) + ".cs")
        select type;

    private static string FolderOf(TypeDefinition type) => Layers.FolderOf(CompiledReferences.NamespaceOf(type))!;

    private static bool IsInternalOfMlNet(MemberReference reference) =>
        CompiledReferences.TypesOf(reference).Any(type => type.Namespace.StartsWith("Microsoft.ML", StringComparison.Ordinal) && type.Resolve() is { } known && !IsVisible(known))
        || (reference.DeclaringType is { Namespace: var declaring } && declaring.StartsWith("Microsoft.ML", StringComparison.Ordinal) && IsHiddenMember(reference));

    private static bool IsVisible(TypeDefinition type) => type.IsPublic || (type.IsNestedPublic && IsVisible(type.DeclaringType));

    private static bool IsHiddenMember(MemberReference reference) => reference switch
    {
        MethodReference method => method.Resolve() is { } known && !(known.IsPublic || known.IsFamily || known.IsFamilyOrAssembly),
        FieldReference field => field.Resolve() is { } known && !(known.IsPublic || known.IsFamily || known.IsFamilyOrAssembly),
        _ => false,
    };
}
