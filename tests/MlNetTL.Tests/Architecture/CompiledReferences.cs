using Mono.Cecil;

namespace MlNetTL.Tests.Architecture;

/// <summary>What the compiled library refers to: whatever the source wrote, a using line, an alias or a qualified name.</summary>
internal static class CompiledReferences
{
    /// <summary>Opens the library's assembly, which lies beside the tests.</summary>
    public static ModuleDefinition OpenLibrary()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return ModuleDefinition.ReadModule(typeof(MultiLabelContext).Assembly.Location, new ReaderParameters { AssemblyResolver = resolver });
    }

    /// <summary>All types and members that a type refers to: in its base, interfaces, fields, signatures and code. Nested types are asked for themselves.</summary>
    public static IEnumerable<MemberReference> Of(TypeDefinition type)
    {
        if (type.BaseType is { } parent) yield return parent;
        foreach (var contract in type.Interfaces) yield return contract.InterfaceType;
        foreach (var field in type.Fields) yield return field.FieldType;
        foreach (var method in type.Methods)
        {
            yield return method.ReturnType;
            foreach (var parameter in method.Parameters) yield return parameter.ParameterType;
            if (!method.HasBody) continue;
            foreach (var variable in method.Body.Variables) yield return variable.VariableType;
            foreach (var instruction in method.Body.Instructions)
                if (instruction.Operand is MemberReference reference) yield return reference;
        }
    }

    /// <summary>The types that a reference names: a member's declaring type, an array's element, a generic type and its arguments.</summary>
    public static IEnumerable<TypeReference> TypesOf(MemberReference reference) => reference switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(TypesOf).Append(generic.ElementType),
        TypeSpecification specification => TypesOf(specification.ElementType),
        GenericParameter => [],
        TypeReference type => [type],
        GenericInstanceMethod generic => generic.GenericArguments.SelectMany(TypesOf).Concat(TypesOf(generic.ElementMethod)),
        _ when reference.DeclaringType is { } declaring => TypesOf(declaring),
        _ => [],
    };

    /// <summary>The namespace of a type; nested types have none of their own.</summary>
    public static string NamespaceOf(TypeReference type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;

    /// <summary>The name of the outermost type around a type.</summary>
    public static string OutermostOf(TypeReference type) => type.DeclaringType is { } outer ? OutermostOf(outer) : type.Name;
}
