using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>A whole network: images in, one logit per output out. Names in its <c>state_dict()</c> equal torchvision's, so published checkpoints load
/// without a rename table.</summary>
/// <remarks>Made by <see cref="BackboneDefinition.Build"/>. Disposing it frees its parameters.</remarks>
public abstract class Backbone : nn.Module<Tensor, Tensor>
{
    private nn.Module<Tensor, Tensor>? _head;

    private protected Backbone(string architecture, int channels, int featureCount) : base(architecture)
    {
        Architecture = architecture;
        Channels = channels;
        FeatureCount = featureCount;
    }

    /// <summary>The network's name in <see cref="BackboneTable"/>, such as resnet50.</summary>
    public string Architecture { get; }

    /// <summary>The number of channels of the images that it takes.</summary>
    public int Channels { get; }

    /// <summary>The number of pooled features before the head.</summary>
    public int FeatureCount { get; }

    /// <summary>The head that it has now.</summary>
    public Top Top { get; private set; } = new(0);

    /// <summary>The parts from image to logits: stem, stage1, stage2, …, head. They always cover every parameter once.</summary>
    public IReadOnlyList<BackboneStage> Stages => [.. Body, new BackboneStage("head", [Head])];

    /// <summary>The name of the head in the state, without a dot: 'fc' for a ResNet.</summary>
    internal abstract string HeadName { get; }

    /// <summary>The name of the first convolution's weight in the state.</summary>
    internal abstract string FirstConvolution { get; }

    /// <summary>All stages but the head.</summary>
    private protected abstract IReadOnlyList<BackboneStage> Body { get; }

    private nn.Module<Tensor, Tensor> Head => _head ?? throw new InvalidOperationException($"The network {Architecture} has no head yet.");

    /// <summary>The logits [N, outputs].</summary>
    /// <param name="x">Images [N, channels, height, width] as float32, normalised as the weights ask for (<see cref="Preprocessing"/>).</param>
    public sealed override Tensor forward(Tensor x) => TorchOps.Instance.Part(() => Run(TorchOps.Instance, x));

    /// <summary>The pooled features [N, <see cref="FeatureCount"/>] of the same images.</summary>
    public Tensor Features(Tensor x) => TorchOps.Instance.Part(() => RunFeatures(TorchOps.Instance, x));

    /// <summary>Puts a new head in place of the old one, with fresh values. A linear head keeps the checkpoints' name (<c>fc.weight</c>); with hidden
    /// layers its linear layers are <c>fc.0</c>, <c>fc.2</c>, …</summary>
    /// <remarks>The new head is made on the CPU, so replace it before the network is moved to another device and before an optimiser takes its
    /// parameters.</remarks>
    /// <param name="top">The new head.</param>
    /// <param name="seed">Decides the values. Neither torch's own random numbers nor the number of threads matter.</param>
    /// <exception cref="ArgumentException">The sizes are out of range.</exception>
    public void ReplaceHead(Top top, long seed)
    {
        var problems = string.Join(" ", top.Problems());
        if (problems.Length > 0) throw new ArgumentException(problems, nameof(top));
        SetHead(top);
        Initialization.FromScratch(this, seed, name => name == HeadName || name.StartsWith(HeadName + '.', StringComparison.Ordinal));
    }

    /// <summary>Gives every parameter and buffer the value that it has at the start of training from scratch, by torchvision's rules.</summary>
    /// <param name="seed">Decides the values. Neither torch's own random numbers nor the number of threads matter.</param>
    public void Initialize(long seed) => Initialization.FromScratch(this, seed, _ => true);

    internal abstract T RunFeatures<T>(IOps<T> ops, T x);

    internal T Run<T>(IOps<T> ops, T x)
    {
        x = ops.Part(() => RunFeatures(ops, x));
        return Head is Block block ? block.Run(ops, x) : ops.Apply(Head, x);
    }

    /// <summary>Registers a child under its name in the checkpoints.</summary>
    private protected TModule Child<TModule>(string name, TModule module) where TModule : nn.Module
    {
        register_module(name, module);
        return module;
    }

    /// <summary>Does nothing: TorchSharp would register fields by their own names a second time.</summary>
    protected sealed override void RegisterComponents()
    {
    }

    private protected void SetHead(Top top)
    {
        if (_head is not null)
        {
            register_module(HeadName, null!); // TorchSharp refuses a name that is taken, and forgets it for null.
            _head.Dispose();
        }
        int[] sizes = [FeatureCount, .. top.Hidden ?? [], top.Outputs];
        var linear = sizes.Zip(sizes.Skip(1), (inputs, outputs) => nn.Linear(inputs, outputs)).ToArray();
        _head = linear.Length == 1 ? linear[0] : new Chain([.. linear.SelectMany((layer, i) => i == 0 ? new nn.Module<Tensor, Tensor>[] { layer } : [nn.ReLU(), layer])]);
        Child(HeadName, _head);
        _head.train(training);
        Top = top;
    }
}
