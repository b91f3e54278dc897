using MlNetTL.Foundation;

namespace MlNetTL.Backbones;

/// <summary>The networks. A family added here is offered everywhere and tested at once.</summary>
public static class BackboneTable
{
    /// <summary>All networks by name.</summary>
    public static NamedTable<BackboneDefinition> All { get; } = new("backbone", row => row.Name,
    [
        .. Vgg.Rows,
        .. ResNet.Rows,
        .. DenseNet.Rows,
        .. InceptionV3.Rows,
        .. EfficientNet.Rows,
        .. NfResNet.Rows,
        .. BigTransfer.Rows,
    ]);
}
