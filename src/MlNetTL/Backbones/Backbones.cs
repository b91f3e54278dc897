using MlNetTL.Foundation;

namespace MlNetTL.Backbones;

/// <summary>The networks. A row added here is offered everywhere and tested at once.</summary>
public static class BackboneTable
{
    /// <summary>All networks by name.</summary>
    public static NamedTable<BackboneDefinition> All { get; } = new("backbone", row => row.Name,
    [
        ResNet("resnet18", bottleneck: false, [2, 2, 2, 2], 11_689_512, ("v1", "f37072fd", 69.758)),
        ResNet("resnet34", bottleneck: false, [3, 4, 6, 3], 21_797_672, ("v1", "b627a593", 73.314)),
        ResNet("resnet50", bottleneck: true, [3, 4, 6, 3], 25_557_032, ("v1", "0676ba61", 76.130), ("v2", "11ad3fa6", 80.858)),
        ResNet("resnet101", bottleneck: true, [3, 4, 23, 3], 44_549_160, ("v1", "63fe2227", 77.374), ("v2", "cd907fc2", 81.886)),
        ResNet("resnet152", bottleneck: true, [3, 8, 36, 3], 60_192_808, ("v1", "394f9c45", 78.312), ("v2", "f82ba261", 82.284)),
    ]);

    // The original weights come first: the newer ones score higher on ImageNet by a recipe with label smoothing and mixing, whose features transfer
    // less well to other images (Kornblith et al., 'Why do better loss functions lead to less transferable features?', 2021).
    private static BackboneDefinition ResNet(string name, bool bottleneck, int[] blocks, long parameters, params (string Version, string Hash, double Top1)[] weights) =>
        new(name, (channels, outputs) => new ResNet(name, bottleneck, blocks, channels, outputs), bottleneck ? 2048 : 512, DefaultSize: 224, parameters,
            [.. weights.Select(w => Torchvision(name, w.Version, w.Hash, w.Top1))]);

    private static WeightsDefinition Torchvision(string name, string version, string hash, double top1) =>
        new($"imagenet1k-{version}", new Uri($"https://download.pytorch.org/models/{name}-{hash}.pth"), hash, "BSD-3-Clause", top1, Outputs: 1000, Preprocessing.ImageNet);
}
