namespace MlNetTL.Data;

/// <summary>One examination of a phantom patient.</summary>
internal sealed record PhantomStudy(int Patient, int Number, PhantomSigns Signs, bool HasLateral);
