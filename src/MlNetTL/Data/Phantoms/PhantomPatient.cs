using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A phantom patient: who it is, and what each study shows. All of it hangs on (seed, patient) only.</summary>
internal sealed record PhantomPatient(int Number, string Sex, int Age, IReadOnlyList<PhantomStudy> Studies)
{
    // A share that leaves both classes of every label plenty of images in a small set.
    private const double Prevalence = 0.4;

    // Illness outlasts an examination, so studies of one patient are alike: the reason why splits must not part them.
    private const double Persistence = 0.6;

    private const double LateralShare = 0.15;

    /// <summary>Draws the lots of one patient.</summary>
    public static PhantomPatient Draw(long seed, int number, int maximumStudies)
    {
        var random = new RowRandom(seed, "phantom patient", row: number);
        var sex = random.NextDouble() < 0.5 ? "Female" : "Male";
        var age = 18 + random.NextInt(73);
        var studies = new PhantomStudy[1 + random.NextInt(maximumStudies)];
        for (var i = 0; i < studies.Length; i++)
        {
            var before = i == 0 ? (PhantomSigns?)null : studies[i - 1].Signs;
            var signs = new PhantomSigns(
                Lot(ref random, before?.LungOpacity), Lot(ref random, before?.Cardiomegaly),
                Lot(ref random, before?.PleuralEffusion), Lot(ref random, before?.SupportDevices));
            studies[i] = new PhantomStudy(number, i + 1, signs, random.NextDouble() < LateralShare);
        }
        return new PhantomPatient(number, sex, age, studies);
    }

    private static bool Lot(ref RowRandom random, bool? before)
    {
        var fresh = random.NextDouble() < Prevalence;
        return random.NextDouble() < Persistence && before is { } same ? same : fresh;
    }
}
