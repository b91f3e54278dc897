namespace MlNetTL.Experiments.Runs;

/// <summary>How many images served what, and how many did not.</summary>
/// <param name="Set">train, validation or test.</param>
/// <param name="Images">Images that were listed.</param>
/// <param name="Patients">Patients whom they come from; null where the data do not tell.</param>
/// <param name="Unreadable">Listed images left out because they could not be decoded.</param>
/// <param name="Unlabelled">Listed images left out because no label of the task is known for them.</param>
/// <param name="Poor">Listed images left out because they do not reach the limits of image quality.</param>
public sealed record DataCount(string Set, int Images, int? Patients, int Unreadable = 0, int Unlabelled = 0, int Poor = 0);
