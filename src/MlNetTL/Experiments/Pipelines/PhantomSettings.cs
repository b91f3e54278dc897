namespace MlNetTL.Experiments.Pipelines;

/// <summary>What is drawn for the phantoms data set.</summary>
/// <param name="TrainPatients">Patients to train on, each with one to three studies.</param>
/// <param name="ValidPatients">Patients to validate on, each with one study.</param>
/// <param name="Size">The side of a drawn image, in pixels.</param>
/// <param name="Seed">The same seed draws the same images, whatever the run's own seed.</param>
public sealed record PhantomSettings(int TrainPatients = 700, int ValidPatients = 240, int Size = 256, long Seed = 1)
{
    internal void Validate(ProblemList problems)
    {
        problems.RequireAtLeast(TrainPatients, 1, "data.phantoms.trainPatients");
        problems.RequireAtLeast(ValidPatients, 1, "data.phantoms.validPatients");
        problems.Require(Size is >= 32 and <= 1024, "data.phantoms.size", "must lie between 32 and 1024 pixels", Size);
    }
}
