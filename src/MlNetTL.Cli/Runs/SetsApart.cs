namespace MlNetTL.Cli.Runs;

/// <summary>Refuses sets that share an image or a patient: the commonest reason why published figures could not be had again (Roberts et al. 2021).</summary>
internal static class SetsApart
{
    private const int Named = 5;

    /// <summary>Checks every pair of sets.</summary>
    /// <exception cref="InvalidDataException">Two sets share something; the message names all pairs.</exception>
    public static void Require(PipelineData data)
    {
        ImageTable[] sets = data.Test is { } test ? [data.Train, data.Validation, test] : [data.Train, data.Validation];
        var problems = new List<string>();
        for (var i = 0; i < sets.Length; i++)
            for (var j = i + 1; j < sets.Length; j++)
            {
                problems.AddRange(Shared("image", sets[i], sets[j], row => row.Path));
                if (sets[i].HasPatients && sets[j].HasPatients) problems.AddRange(Shared("patient", sets[i], sets[j], row => row.Patient));
            }
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join(Environment.NewLine, problems) + Environment.NewLine
                + "Figures on a set that shares images or patients with the training set say nothing about new ones. Mend the splits, or leave 'validation' out and have it split by patient.");
    }

    private static IEnumerable<string> Shared(string what, ImageTable a, ImageTable b, Func<LabelledImage, string> nameOf)
    {
        var shared = a.Rows.Select(nameOf).Intersect(b.Rows.Select(nameOf)).Order(StringComparer.Ordinal).ToList();
        if (shared.Count > 0)
            yield return $"The {a.Set} and {b.Set} sets must not share any {what}. Found {shared.Count}: {string.Join(", ", shared.Take(Named))}{(shared.Count > Named ? ", …" : "")}.";
    }
}
