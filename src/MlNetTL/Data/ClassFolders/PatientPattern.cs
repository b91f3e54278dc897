using System.Text.RegularExpressions;

namespace MlNetTL.Data;

/// <summary>How a patient follows from a file's name.</summary>
internal static class PatientPattern
{
    /// <summary>What a pattern must be.</summary>
    public const string Expected = "must be a regular expression with one group, which is the patient, such as '^(person[0-9]+)'";

    /// <summary>The regular expression; null for none.</summary>
    /// <exception cref="ArgumentException">It is none, or has another number of groups.</exception>
    public static Regex? Of(string? pattern)
    {
        if (pattern is null) return null;
        return Problem(pattern) is { } problem ? throw new ArgumentException($"PatientPattern {Expected}. Received: '{pattern}' ({problem}).") : Make(pattern);
    }

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            var groups = Make(pattern).GetGroupNumbers().Length - 1;
            return groups == 1 ? null : $"{groups} groups";
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    // A pattern from a file must not be able to run for hours on a name from a disk.
    private static Regex Make(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
