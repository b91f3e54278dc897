namespace MlNetTL.Scoring;

/// <summary>How far the computation of features is.</summary>
/// <param name="Done">Images that are done.</param>
/// <param name="Total">Images in all.</param>
/// <param name="Computed">Those of the done ones that the network was run on; the others' features were kept from before.</param>
internal readonly record struct FeatureProgress(int Done, int Total, int Computed);
