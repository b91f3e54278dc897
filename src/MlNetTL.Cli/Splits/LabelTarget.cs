using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Splits;

/// <summary>On which side a label counts under a task's policies.</summary>
internal static class LabelTarget
{
    /// <summary>True for positive, false for negative, null where it is not known. Smoothed targets count by the side that they lean to.</summary>
    public static bool? Of(float label, UncertainPolicy uncertain, BlankPolicy blank) => label switch
    {
        1 => true,
        0 => false,
        -1 => uncertain switch
        {
            UncertainPolicy.Ones or UncertainPolicy.SmoothedOnes => true,
            UncertainPolicy.Zeros or UncertainPolicy.SmoothedZeros => false,
            _ => null,
        },
        _ => blank == BlankPolicy.Negative ? false : null,
    };

    /// <summary>The side of the label at a place.</summary>
    public static bool? Of(float label, int place, TaskSettings task) => Of(label, task.PolicyAt(place), task.Blank);
}
