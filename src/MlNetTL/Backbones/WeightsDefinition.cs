namespace MlNetTL.Backbones;

/// <summary>Published weights of a network, and all that their publisher says of them.</summary>
/// <param name="Name">The name by which people ask for them.</param>
/// <param name="Url">Where they are published. The last part is the file's name.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal, or the first digits of it that the publisher gives; null where none is published: then it
/// is recorded at the first pull.</param>
/// <param name="Licence">The licence (SPDX where it has a name there), or what the publisher says of it.</param>
/// <param name="Top1">Accuracy on ImageNet's validation images as the publisher reports it, in percent; null for weights that were not trained on ImageNet
/// or come without that figure.</param>
/// <param name="Outputs">The number of outputs that they were trained for; 0 where the file has no head.</param>
/// <param name="Preprocessing">The normalisation that they were trained with, one mean and deviation for each of their channels.</param>
/// <param name="Input">The images that they were made for.</param>
/// <param name="OutputNames">What each output means, in order, where the publisher says it; an empty name is an output that was not trained. Null where nothing
/// is said (ImageNet's thousand classes are not repeated here).</param>
/// <param name="Note">What else one must know before using them, in whole sentences; null where there is nothing.</param>
public sealed record WeightsDefinition(
    string Name, Uri Url, string? Sha256, string Licence, double? Top1, int Outputs, Preprocessing Preprocessing, PublishedInput Input,
    IReadOnlyList<string>? OutputNames = null, string? Note = null)
{
    /// <summary>The file's name, such as resnet18-f37072fd.pth.</summary>
    public string FileName => Path.GetFileName(Url.AbsolutePath);

    /// <summary>A row of torchvision's, which puts the first eight digits of the hash into the file's name.</summary>
    internal static WeightsDefinition Torchvision(string name, string file, double top1, PublishedInput input, Preprocessing? preprocessing = null) =>
        new(name, new Uri($"https://download.pytorch.org/models/{file}.pth"), file[(file.LastIndexOf('-') + 1)..], "BSD-3-Clause", top1, Outputs: 1000,
            preprocessing ?? Preprocessing.ImageNet, input);
}
