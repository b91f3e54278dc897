using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>Whether the data name what a pipeline balances.</summary>
internal static class BalancedSampling
{
    /// <summary>Refuses to balance what the data do not name.</summary>
    /// <exception cref="InvalidDataException">Some training images have no source, or no patient.</exception>
    public static void Require(Pipeline pipeline, ImageTable train)
    {
        var (has, column) = pipeline.Training.Sampling switch
        {
            SamplingKind.Source => (train.HasSources, "sourceColumn"),
            SamplingKind.Patient => (train.HasPatients, "patientColumn"),
            _ => (true, ""),
        };
        var unit = $"{pipeline.Training.Sampling}".ToLowerInvariant();
        if (!has) throw new InvalidDataException($"training.sampling '{unit}' needs the {unit} of every training image, and the data do not name it. Name its column in data.{column} where they do, or sample by label or none.");
    }
}
