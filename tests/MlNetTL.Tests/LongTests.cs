using System.Reflection;

namespace MlNetTL.Tests;

/// <summary>Leaves tests of the category Long out of a plain <c>dotnet test</c>, which must stay short. A filter of any kind says what is wanted, and is left alone.</summary>
[TestClass]
public static class LongTests
{
    private static readonly bool s_filtered = Environment.GetCommandLineArgs().Any(argument => argument.StartsWith("--filter", StringComparison.Ordinal));

    [GlobalTestInitialize]
    public static void LeaveOut(TestContext context)
    {
        if (s_filtered) return;
        var type = typeof(LongTests).Assembly.GetType(context.FullyQualifiedTestClassName!)!;
        var methods = type.GetMethods().Where(method => method.Name == context.TestName);
        var categories = methods.Prepend((MemberInfo)type).SelectMany(member => member.GetCustomAttributes<TestCategoryBaseAttribute>()).SelectMany(attribute => attribute.TestCategories);
        if (categories.Contains("Long")) Assert.Inconclusive("Left out because it is long. Run it by: dotnet test --filter \"TestCategory=Long\"");
    }
}
