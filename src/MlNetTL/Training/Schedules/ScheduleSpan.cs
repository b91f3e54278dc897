namespace MlNetTL.Training.Schedules;

/// <summary>What a schedule spans.</summary>
/// <param name="TotalSteps">The steps of the whole fit, if nothing ends it before.</param>
/// <param name="StepsPerEpoch">The steps of an epoch.</param>
internal readonly record struct ScheduleSpan(long TotalSteps, int StepsPerEpoch);
