namespace MlNetTL.Backbones;

/// <summary>Published weights of a network.</summary>
/// <param name="Name">The name by which people ask for them.</param>
/// <param name="Url">Where they are published. The last part is the file's name.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal, or the first digits of it that the publisher gives.</param>
/// <param name="Licence">The licence (SPDX).</param>
/// <param name="Top1">Accuracy on ImageNet's validation images as the publisher reports it, in percent.</param>
/// <param name="Outputs">The number of outputs that they were trained for.</param>
/// <param name="Preprocessing">The normalisation that they were trained with.</param>
public sealed record WeightsDefinition(string Name, Uri Url, string Sha256, string Licence, double Top1, int Outputs, Preprocessing Preprocessing)
{
    /// <summary>The file's name, such as resnet18-f37072fd.pth.</summary>
    public string FileName => Path.GetFileName(Url.AbsolutePath);
}
