using MlNetTL.Weights.Naming;

namespace MlNetTL.Tests.Weights;

/// <summary>Names as published files have them, beside torchvision's own for the same tensors (Fixtures/make.py, torchvision 0.14).</summary>
[TestClass]
public sealed class StateNamingTests
{
    private static readonly ILookup<string, string[]> s_forms = File
        .ReadLines(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Weights", "Fixtures", "naming.tsv"))
        .Select(line => line.Split('\t')).ToLookup(row => row[0], row => row[1..]);

    [TestMethod]
    [DataRow("old densenet", "DenseNet's old names (norm.1 for norm1)")]
    [DataRow("numbered resnet", "'backbone.' before every name, a ResNet's parts by number (as in RadImageNet's files)")]
    [DataRow("numbered resnet, plain", "a ResNet's parts by number (as in RadImageNet's files)")]
    [DataRow("numbered densenet", "'backbone.' before every name, a DenseNet's parts by number (as in RadImageNet's files)")]
    [DataRow("numbered inception", "'backbone.' before every name, InceptionV3's parts by number (as in RadImageNet's files)")]
    [DataRow("numbered inception with auxiliary head", "'backbone.' before every name, InceptionV3's parts by number (as in RadImageNet's files)")]
    [DataRow("wrapped", "'module.' before every name, 'model.' before every name")]
    public void PublishedNamesBecomeTorchvisions(string form, string naming)
    {
        var named = StateNaming.Of([.. s_forms[form].Select(row => row[0])]);
        CollectionAssert.AreEqual(s_forms[form].Select(row => row[1]).ToArray(), named.Names.ToArray());
        Assert.AreEqual(naming, named.Naming);
        // Plain names are left alone.
        var plain = StateNaming.Of(named.Names);
        Assert.IsNull(plain.Naming);
        CollectionAssert.AreEqual(named.Names.ToArray(), plain.Names.ToArray());
    }

    [TestMethod]
    [DataRow("numbered resnet", "0.weight", "unknown.weight")]
    [DataRow("numbered resnet", "0.weight", "9.weight")]
    [DataRow("numbered densenet", "0.conv0.weight", "1.weight")]
    [DataRow("old densenet", "features.conv0.weight", "features.denseblock1.denselayer1.norm1.weight")]
    public void ARuleThatFitsSomeNamesOnlyIsNotAppliedAtAll(string form, string present, string extra)
    {
        string[] names = [.. s_forms[form].Select(row => row[0].Replace("backbone.", "", StringComparison.Ordinal)), extra];
        Assert.Contains(present, names);
        var named = StateNaming.Of(names);
        CollectionAssert.AreEqual(names, named.Names.ToArray());
        Assert.IsNull(named.Naming);
    }

    [TestMethod]
    public void APrefixOfSomeNamesOnlyStays()
    {
        CollectionAssert.AreEqual(new[] { "net.a", "head.b" }, StateNaming.Of(["net.a", "head.b"]).Names.ToArray());
        // Two names that would become one.
        CollectionAssert.AreEqual(new[] { "model.a", "model.op_threshs", "op_threshs" }, StateNaming.Of(["model.a", "model.op_threshs", "op_threshs"]).Names.ToArray());
    }
}
