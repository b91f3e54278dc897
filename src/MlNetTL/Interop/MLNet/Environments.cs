using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MlNetTL.Interop;

/// <summary>The environment behind ML.NET's catalogs, and its settings that ML.NET keeps internal.</summary>
internal static class Environments
{
    /// <summary>The environment of <c>mlContext.Transforms</c>.</summary>
    public static IHostEnvironment Of(TransformsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <summary>The environment of <c>mlContext.Data</c>.</summary>
    public static IHostEnvironment Of(DataOperationsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <summary>The environment of a task's catalog, such as <c>mlContext.MulticlassClassification</c>.</summary>
    public static IHostEnvironment Of(TrainCatalogBase catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <summary>The environment of a task's trainers, such as <c>mlContext.BinaryClassification.Trainers</c>.</summary>
    public static IHostEnvironment Of(TrainCatalogBase.CatalogInstantiatorBase trainers) => CatalogUtils.GetEnvironment(trainers);

    /// <summary>Whether <c>MLContext.CancelExecution</c> was called, which is internal: AutoML calls it when a trial's time is up.</summary>
    public static bool IsCancelled(IHostEnvironment environment) => environment is ICancelable { IsCanceled: true };

    /// <summary>Throws where <c>MLContext.CancelExecution</c> was called.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void CheckAlive(IHostEnvironment environment) => environment.CheckAlive();

    /// <summary>The seed that the <see cref="MLContext"/> was made with; null where it has none.</summary>
    public static int? SeedOf(IHostEnvironment environment) => (environment as IHostEnvironmentInternal)?.Seed;

    /// <summary>The graphics card to use; null for the CPU.</summary>
    public static int? GpuDeviceIdOf(IHostEnvironment environment) => (environment as IHostEnvironmentInternal)?.GpuDeviceId;

    /// <summary>Whether to go on with the CPU where the graphics card cannot be used.</summary>
    public static bool FallbackToCpuOf(IHostEnvironment environment) => (environment as IHostEnvironmentInternal)?.FallbackToCpu ?? true;
}
