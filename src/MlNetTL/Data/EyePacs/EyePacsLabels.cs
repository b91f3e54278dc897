using System.Globalization;

namespace MlNetTL.Data;

/// <summary>The grades of diabetic retinopathy in EyePACS (Kaggle, 'Diabetic Retinopathy Detection', 2015): 0 none, 1 mild, 2 moderate, 3 severe, 4 proliferative.</summary>
public static class EyePacsLabels
{
    /// <summary>The highest grade.</summary>
    public const int HighestGrade = 4;

    /// <summary>The thresholds of the ordinal targets: <c>grade &gt;= 1</c> to <c>grade &gt;= 4</c>. A grade of 2 is 1, 1, 0, 0 (Frank and Hall, 'A simple approach
    /// to ordinal classification', ECML 2001).</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(1, HighestGrade).Select(grade => string.Create(CultureInfo.InvariantCulture, $"grade >= {grade}"))];

    /// <summary>Images of <c>train/</c> that show nothing, although they have a grade.</summary>
    public static IReadOnlyList<string> BlankImages { get; } = ["1986_left", "32253_right", "34689_left", "43457_left"];

    /// <summary>The names asked for (all where none are), after a check that there are such.</summary>
    internal static IReadOnlyList<string> Choose(IReadOnlyList<string>? asked) => LabelChoice.Choose(asked, Names, "threshold", "EyePACS");

    /// <summary>1 where a grade reaches a threshold, else 0.</summary>
    internal static float Target(string name, int grade)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name) return grade > i ? 1 : 0;
        throw new ArgumentOutOfRangeException(nameof(name), name, null);
    }
}
