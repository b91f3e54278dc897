namespace MlNetTL.Experiments.Pipelines;

/// <summary>The network.</summary>
/// <param name="Backbone">The network's name, as in resnet18 or resnet50.</param>
/// <param name="Weights">Pretrained weights: a name such as imagenet, or a .safetensors, .pth or .npz file. Absent: from scratch.</param>
/// <param name="Top">The sizes of the hidden layers between backbone and output. Empty or absent: linear.</param>
/// <param name="Frozen">Whether only the top is trained and the backbone stays as it was pretrained.</param>
public sealed record ModelSettings(string Backbone = "resnet18", string? Weights = null, IReadOnlyList<int>? Top = null, bool Frozen = false)
{
    /// <summary>The sizes of the hidden layers between backbone and output.</summary>
    public IReadOnlyList<int> Top { get; init; } = Top ?? [];

    internal void Validate(ProblemList problems)
    {
        problems.Require(Backbone.Length > 0, "model.backbone", "must name a network", Backbone);
        problems.Require(Weights is not "", "model.weights", "must name weights or a file, or be absent (from scratch)", Weights);
        for (var i = 0; i < Top.Count; i++) problems.RequireAtLeast(Top[i], 1, $"model.top[{i}]");
        problems.Require(!Frozen || Weights is not null, "model.frozen", "needs pretrained 'weights': a frozen backbone from scratch learns nothing", true);
    }
}
