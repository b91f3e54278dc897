using MlNetTL.Foundation;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>A part of the training in which the same stages train.</summary>
/// <param name="Epochs">How many epochs it has.</param>
/// <param name="Train">What trains: head; a stage and all after it, as in stage4 (stage1 to stage4, stem); or all. No less than in the phase before.</param>
/// <param name="LearningRate">The top's learning rate in this phase, above 0. Absent: 'training.learningRate'.</param>
/// <param name="RestartSchedule">Whether 'training.schedule' begins anew with this phase, warm-up included, and spans the epochs until the next phase that restarts it.</param>
public sealed record PhaseSettings(int Epochs, string Train = "all", double? LearningRate = null, bool RestartSchedule = false)
{
    // From the output to the input, as every network names them.
    private static readonly string[] s_parts = ["head", "stage4", "stage3", "stage2", "stage1", "stem", "all"];

    /// <summary>Whether some stages are frozen in it.</summary>
    internal bool Freezes => Train is not ("all" or "stem");

    /// <summary>Checks the phases of a training.</summary>
    internal static void Validate(IReadOnlyList<PhaseSettings> phases, ProblemList problems)
    {
        for (var i = 0; i < phases.Count; i++)
        {
            var (phase, path) = (phases[i], $"training.phases[{i}]");
            problems.RequireAtLeast(phase.Epochs, 1, $"{path}.epochs");
            problems.Require(phase.LearningRate is null or (> 0 and < double.PositiveInfinity), $"{path}.learningRate", "must lie above 0 and be finite, or be absent", phase.LearningRate);
            if (!s_parts.Contains(phase.Train))
                problems.Add($"{path}.train", $"{path}.train must be one of {string.Join(", ", s_parts)}. Received: '{phase.Train}'.{Suggestion.For(phase.Train, s_parts)}");
            else if (i > 0 && s_parts.Contains(phases[i - 1].Train))
                problems.Require(Array.IndexOf(s_parts, phase.Train) >= Array.IndexOf(s_parts, phases[i - 1].Train), $"{path}.train",
                    $"must train no less than the phase before it, '{phases[i - 1].Train}'", phase.Train);
        }
    }
}
