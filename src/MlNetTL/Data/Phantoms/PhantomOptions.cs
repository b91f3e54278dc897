namespace MlNetTL.Data;

/// <summary>How many phantoms to draw, how large, and which. The same options give the same files.</summary>
/// <param name="TrainPatients">Patients in <c>train.csv</c>; each has one to three studies.</param>
/// <param name="ValidPatients">Patients in <c>valid.csv</c>; each has one study.</param>
/// <param name="Size">Rows and columns of each image, in pixels, from 32 to 1024.</param>
/// <param name="Seed">Every number of the drawings and labels hangs on it.</param>
public sealed record PhantomOptions(int TrainPatients = 600, int ValidPatients = 300, int Size = 256, long Seed = 1)
{
    /// <summary>Checks all values and reports every problem at once.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Validate()
    {
        var problems = new List<string>();
        if (TrainPatients is < 1 or > 90_000) problems.Add($"TrainPatients must be from 1 to 90,000. Received: {TrainPatients}.");
        if (ValidPatients is < 1 or > 9_000) problems.Add($"ValidPatients must be from 1 to 9,000. Received: {ValidPatients}.");
        if (Size is < 32 or > 1024) problems.Add($"Size must be from 32 to 1024 pixels. Received: {Size}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }
}
