using MlNetTL.Foundation;

namespace MlNetTL.Training.Schedules;

/// <summary>The schedules of learning rates, each with its default settings. To add one, write its record and a line here.</summary>
public static class ScheduleTable
{
    /// <summary>All schedules by name.</summary>
    public static NamedTable<(string Name, ScheduleOptions Defaults)> All { get; } = new("schedule", row => row.Name,
    [
        ("flat", new FlatSchedule()),
        ("cosine", new CosineSchedule()),
        ("exponential", new ExponentialSchedule()),
        ("steps", new StepSchedule()),
        ("plateau", new PlateauSchedule()),
    ]);
}
