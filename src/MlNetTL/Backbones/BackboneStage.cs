using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>A part of a network that is frozen or trained as one: the stem, a stage of blocks, or the head.</summary>
/// <param name="Name">stem, stage1, stage2, … or head.</param>
/// <param name="Modules">The modules of the part. They stay owned by the network.</param>
public sealed record BackboneStage(string Name, IReadOnlyList<nn.Module> Modules);
