namespace MlNetTL.Data;

/// <summary>A label of CheXpert and what it is called in ChestX-ray14.</summary>
/// <param name="CheXpert">CheXpert's name.</param>
/// <param name="ChestXray14">ChestX-ray14's name; several where any of them makes CheXpert's label present.</param>
/// <param name="Source">Why they are taken for the same.</param>
public sealed record LabelSynonym(string CheXpert, IReadOnlyList<string> ChestXray14, string Source);
