using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>The blocks of one forward pass whose inner values are not kept, but computed a second time when their gradients are wanted (Chen, Xu, Zhang and Guestrin, 'Training deep nets with
/// sublinear memory cost', 2016, section 4.1): about a third more time for the memory of the blocks' outputs and of one block.</summary>
/// <remarks>PyTorch does it by a function of its own in the graph. Here the graph is cut at each block, and <see cref="Backward"/> goes on from cut to cut, so that everything runs on the calling
/// thread and an error ends the step and not the process.</remarks>
/// <param name="around">What the forward pass runs in, an autocast, to run in again; null for nothing.</param>
internal sealed class RecomputedBlocks(Func<IDisposable>? around = null) : IDisposable
{
    private readonly List<Cut> _cuts = [];
    private readonly List<Tensor> _kept = [];

    // By the object: two tensors of equal values are not the same one.
    private readonly Dictionary<Tensor, Tensor> _begins = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a block has a gradient at all.</summary>
    public static bool HaveGradient(IReadOnlyList<nn.Module> modules, IReadOnlyList<Tensor> inputs) =>
        is_grad_enabled() && (inputs.Any(input => input.requires_grad) || modules.Any(module => module.parameters().Any(parameter => parameter.requires_grad)));

    /// <summary>Runs a block without keeping more than its inputs and its output.</summary>
    /// <param name="modules">The layers of the block.</param>
    /// <param name="inputs">What goes in.</param>
    /// <param name="run">The block. It gives the same whenever it is run, and leaves its inputs as they are.</param>
    public Tensor Run(IReadOnlyList<nn.Module> modules, IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, Tensor> run)
    {
        IReadOnlyList<Tensor> begins = [.. inputs.Select(BeginOf)];
        Tensor output;
        using (no_grad()) output = run(begins);
        output = Keep(output).requires_grad_();
        _begins[output] = output;
        _cuts.Add(new(output, () => Again(modules, begins, run)));
        return output;
    }

    /// <summary>Goes on backward where the loss's own backward pass ended, at the last block, through all of them.</summary>
    public void Backward()
    {
        foreach (var (begin, before) in _cuts.AsEnumerable().Reverse())
        {
            using var scope = NewDisposeScope();
            if (begin.grad is not { } gradient) continue;
            var (output, end) = before();
            autograd.backward([output], [gradient]);
            end();
            begin.grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _kept) tensor.Dispose();
    }

    // Where a block's own graph begins: at the output of the block before, or at a copy of what lies between two blocks, whose gradient then goes on into that.
    private Tensor BeginOf(Tensor input)
    {
        if (_begins.TryGetValue(input, out var begin)) return begin;
        begin = Keep(input.detach());
        if (input.requires_grad)
        {
            begin.requires_grad_();
            // The caller may let go of its tensor before the gradient is wanted.
            var before = Keep(input.alias());
            _cuts.Add(new(begin, () => (before, () => { })));
        }
        return _begins[input] = begin;
    }

    private (Tensor Output, Action End) Again(IReadOnlyList<nn.Module> modules, IReadOnlyList<Tensor> begins, Func<IReadOnlyList<Tensor>, Tensor> run)
    {
        // Statistics of batch normalisation have seen the batch once already. They are put back after the backward pass, which minds a change.
        var buffers = modules.SelectMany(module => module.named_buffers()).Select(buffer => (buffer.buffer, Value: buffer.buffer.clone())).ToList();
        using var casting = around?.Invoke();
        return (run(begins), PutBack);

        void PutBack()
        {
            using var quiet = no_grad();
            foreach (var (buffer, value) in buffers) buffer.copy_(value);
        }
    }

    private Tensor Keep(Tensor tensor)
    {
        _kept.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    /// <summary>A place where the graph is cut.</summary>
    /// <param name="Begin">Where it begins again; its gradient is the one to go on with.</param>
    /// <param name="Before">What the graph before it ends in, and what to do once that has its gradients.</param>
    private sealed record Cut(Tensor Begin, Func<(Tensor Output, Action End)> Before);
}
