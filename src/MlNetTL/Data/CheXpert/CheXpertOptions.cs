namespace MlNetTL.Data;

/// <summary>What to read of a CheXpert folder.</summary>
/// <param name="View">Frontal images, lateral ones, or all.</param>
/// <param name="Split"><c>train.csv</c> or <c>valid.csv</c>.</param>
/// <param name="Labels">The observations that make up the column <c>Labels</c>, in order; null for all of <see cref="CheXpertLabels.Names"/>.</param>
/// <param name="CheckFiles">Whether to look if each image exists. Off by default: 223,414 looks cost nothing on a warm
/// local disk and minutes on a network one, and a trainer names unreadable images anyway.</param>
/// <param name="TrainCsv">The CSV to read instead of <c>train.csv</c>: the newer release adds the labels of other labelers in <c>train_cheXbert.csv</c> and
/// <c>train_visualCheXbert.csv</c>. Null for <c>train.csv</c>.</param>
public sealed record CheXpertOptions(
    CheXpertView View = CheXpertView.All,
    CheXpertSplit Split = CheXpertSplit.Train,
    IReadOnlyList<string>? Labels = null,
    bool CheckFiles = false,
    string? TrainCsv = null);
