using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>A whole network: images in, one logit per output out. Names in its <c>state_dict()</c> equal torchvision's or timm's, so published checkpoints
/// load without a rename table.</summary>
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

    /// <summary>The names of the stages of every network, from the image to the logits.</summary>
    public static IReadOnlyList<string> StageNames { get; } = ["stem", "stage1", "stage2", "stage3", "stage4", "head"];

    /// <summary>The network's name in <see cref="BackboneTable"/>, such as resnet50.</summary>
    public string Architecture { get; }

    /// <summary>The number of channels of the images that it takes.</summary>
    public int Channels { get; }

    /// <summary>The number of pooled features before the head.</summary>
    public int FeatureCount { get; }

    /// <summary>The head that it has now.</summary>
    public Top Top { get; private set; } = new(0);

    /// <summary>The parts from image to logits, by <see cref="StageNames"/>. They always cover every parameter once.</summary>
    public IReadOnlyList<BackboneStage> Stages => [.. Body.Append([Head]).Select((modules, i) => new BackboneStage(StageNames[i], modules))];

    /// <summary>The name of the head in the state, without a dot at its end: 'fc' for a ResNet, 'classifier.6' for a VGG.</summary>
    internal abstract string HeadName { get; }

    /// <summary>The name of the first convolution's weight in the state.</summary>
    internal abstract string FirstConvolution { get; }

    /// <summary>What dropout draws from in the next training step; null for the numbers of seed 0.</summary>
    internal DropNoise? Noise { get; set; }

    /// <summary>Takes the blocks of the next training step that are computed a second time for the gradient; null where all is kept.</summary>
    internal RecomputedBlocks? Recomputed { get; set; }

    /// <summary>How often training goes without the residual branches; null where the network has none.</summary>
    internal virtual StochasticDepth? Depth => null;

    /// <summary>The modules of the stem and of stages 1 to 4, five lists. All parameters but the head's are in them.</summary>
    private protected abstract IReadOnlyList<IReadOnlyList<nn.Module>> Body { get; }

    /// <summary>The share of features that is dropped before the head in training.</summary>
    private protected virtual double HeadDropout => 0;

    /// <summary>What training from scratch starts from.</summary>
    private protected virtual InitializationRules Rules => InitializationRules.Default;

    private nn.Module<Tensor, Tensor> Head => _head ?? throw new InvalidOperationException($"The network {Architecture} has no head yet.");

    /// <summary>The logits [N, outputs].</summary>
    /// <param name="x">Images [N, channels, height, width] as float32, normalised as the weights ask for (<see cref="Preprocessing"/>).</param>
    public sealed override Tensor forward(Tensor x)
    {
        var ops = new TorchOps(Noise, Recomputed);
        return ops.Part(() => Run(ops, x));
    }

    /// <summary>The pooled features [N, <see cref="FeatureCount"/>] of the same images.</summary>
    public Tensor Features(Tensor x) => Features(x, StageNames[^2]);

    /// <summary>The pooled values of a stage: [N, number of its channels].</summary>
    /// <param name="x">Images as for <see cref="forward"/>.</param>
    /// <param name="stage">One of <see cref="StageNames"/>; 'head' gives the logits.</param>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public Tensor Features(Tensor x, string stage)
    {
        var last = IndexOf(stage);
        var ops = new TorchOps(Noise, Recomputed);
        return ops.Part(() => last == Body.Count ? Run(ops, x) : RunFeatures(ops, x, last));
    }

    /// <summary>The logits of features.</summary>
    /// <param name="features">What <see cref="Features(Tensor)"/> gives, [N, <see cref="FeatureCount"/>].</param>
    public Tensor Classify(Tensor features)
    {
        var ops = new TorchOps(Noise, Recomputed);
        return ops.Part(() => RunHead(ops, features));
    }

    /// <summary>The place of a stage in <see cref="StageNames"/>.</summary>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public static int IndexOf(string stage)
    {
        for (var i = 0; i < StageNames.Count; i++)
            if (StageNames[i] == stage) return i;
        throw new ArgumentException($"A stage must be one of {string.Join(", ", StageNames)}. Received: '{stage}'.{Foundation.Suggestion.For(stage, StageNames)}");
    }

    /// <summary>Puts a new head in place of the old one, with fresh values. A linear head keeps the checkpoints' name (<c>fc.weight</c>); with hidden
    /// layers its linear layers are <c>fc.0</c>, <c>fc.2</c>, … and with batch normalisation <c>fc.0</c>, <c>fc.3</c>, …, each followed by its
    /// normalisation, <c>fc.1</c>, <c>fc.4</c>, … Activation and dropout have one number together, so that they change no name.</summary>
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
        Initialization.FromScratch(this, Rules, seed, IsHead);
    }

    /// <summary>Gives every parameter and buffer the value that it has at the start of training from scratch, by the rules of the network's authors.</summary>
    /// <param name="seed">Decides the values. Neither torch's own random numbers nor the number of threads matter.</param>
    public void Initialize(long seed) => Initialization.FromScratch(this, Rules, seed, _ => true);

    /// <summary>Whether a name in the state belongs to a layer that gives the outputs, whose shape hangs on their number.</summary>
    internal virtual bool IsHead(string name) => name.StartsWith(HeadName + '.', StringComparison.Ordinal);

    /// <summary>Whether a name in the state belongs to a part that training alone uses: a checkpoint may have it or not.</summary>
    internal virtual bool IsAuxiliary(string name) => false;

    /// <summary>Runs one part of the body: 0 is the stem, 1 to 4 are the stages.</summary>
    internal abstract T RunStage<T>(IOps<T> ops, int stage, T x);

    /// <summary>What a stage gave as one vector an image, [N, F]; of stage 4 it is what the head takes.</summary>
    internal virtual T RunPool<T>(IOps<T> ops, int stage, T x) => ops.GlobalAveragePool(x);

    internal T RunHead<T>(IOps<T> ops, T features)
    {
        if (training && HeadDropout > 0) features = ops.Dropout(features, HeadDropout);
        return Head is Block block ? block.Run(ops, features) : ops.Apply(Head, features);
    }

    internal T RunFeatures<T>(IOps<T> ops, T x, int last)
    {
        for (var stage = 0; stage <= last; stage++)
        {
            var (number, input) = (stage, x);
            // The stem is one part. Those of the stages are their blocks.
            x = stage == 0 ? ops.Part(Body[0], [input], inputs => RunStage(ops, 0, inputs[0])) : ops.Part(() => RunStage(ops, number, input));
        }
        return RunPool(ops, last, x);
    }

    internal T Run<T>(IOps<T> ops, T x) => RunHead(ops, ops.Part(() => RunFeatures(ops, x, Body.Count - 1)));

    /// <summary>The training step's outputs: the logits, and those of the auxiliary head where there is one, whose loss counts
    /// <see cref="AuxiliaryWeight"/>.</summary>
    internal virtual (Tensor Logits, Tensor? Auxiliary) TrainingLogits(Tensor x) => (forward(x), null);

    /// <summary>How much the loss of the auxiliary head counts.</summary>
    internal virtual double AuxiliaryWeight => 0;

    /// <summary>Takes away what cannot be trained on images of this size, and says so; null where nothing has to go.</summary>
    internal virtual string? FitToImages(int height, int width) => null;

    /// <summary>Takes away what training alone uses, so that the trained model neither holds nor asks for it.</summary>
    internal virtual void DropAuxiliary()
    {
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

    /// <summary>Makes the head, unfilled. The parent of a name with dots must be registered before.</summary>
    private protected virtual void SetHead(Top top)
    {
        var path = HeadName.Split('.');
        nn.Module parent = this;
        foreach (var part in path[..^1]) parent = parent.named_children().Single(child => child.name == part).module;
        if (_head is not null)
        {
            parent.register_module(path[^1], null!); // TorchSharp refuses a name that is taken, and forgets it for null.
            _head.Dispose();
        }
        int[] sizes = [FeatureCount, .. top.Hidden ?? []];
        nn.Module<Tensor, Tensor>[] linear = [.. sizes.Zip(sizes.Skip(1), MakeLinear), MakeOutputs(sizes[^1], top)];
        _head = linear.Length == 1 ? linear[0] : new Chain([.. linear.SelectMany((layer, i) => i == 0 ? [layer] : Between(top, sizes[i]).Append(layer))]);
        parent.register_module(path[^1], _head);
        _head.train(training);
        Top = top;
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Between(Top top, int size)
    {
        if (top.BatchNorm) yield return nn.BatchNorm1d(size);
        yield return new ActivationLayer(top.Activation, top.Dropout);
    }

    /// <summary>The linear layer that gives the logits.</summary>
    private protected nn.Module<Tensor, Tensor> MakeOutputs(int inputs, Top top) => top.SharedWeight ? new SharedLinear(inputs, top.Outputs) : MakeLinear(inputs, top.Outputs);

    /// <summary>A linear layer of the head.</summary>
    private protected virtual nn.Module<Tensor, Tensor> MakeLinear(int inputs, int outputs) => nn.Linear(inputs, outputs);
}
