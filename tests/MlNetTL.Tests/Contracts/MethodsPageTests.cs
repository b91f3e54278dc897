using System.Text.Json;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Contracts;

/// <summary>docs/methods.md names every setting of a training and every row of its tables: a method without a source cannot slip in.</summary>
[TestClass]
public sealed class MethodsPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "methods.md"));

    [TestMethod]
    [DataRow(typeof(TrainingSettings), "training")]
    [DataRow(typeof(ModelSettings), "model")]
    [DataRow(typeof(TaskSettings), "task")]
    public void EverySettingIsThere(Type settings, string section)
    {
        var names = settings.GetConstructors().Single(constructor => constructor.GetParameters() is not [{ } only] || only.ParameterType != settings).GetParameters()
            .Select(parameter => JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)).ToArray();
        Assert.IsGreaterThan(5, names.Length);
        var absent = names.Where(name => !Named($"{section}.{name}")).ToArray();
        Assert.IsEmpty(absent, $"Give each a row with its rule and source: {string.Join(", ", absent)}.");
    }

    [TestMethod]
    public void EveryRowOfATableIsThere()
    {
        string[] rows =
        [
            .. OptimizerTable.All.Names, .. ScheduleTable.All.Names, .. LossTable.All.Names, .. MixingTable.All.Names, .. AugmentationTable.All.Names,
        ];
        Assert.IsGreaterThan(30, rows.Length);
        var absent = rows.Where(row => !Named(JsonNamingPolicy.CamelCase.ConvertName(row)) && !s_page.Contains($"`{row}`", StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.IsEmpty(absent, $"Give each a row with its rule and source: {string.Join(", ", absent)}.");
    }

    // In code, alone or with a value after it.
    private static bool Named(string name) => s_page.Contains($"`{name}`", StringComparison.Ordinal) || s_page.Contains($"`{name}:", StringComparison.Ordinal);
}
