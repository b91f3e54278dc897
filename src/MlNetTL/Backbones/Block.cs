using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>A part of a network whose forward pass is written over <see cref="IOps{T}"/>.</summary>
internal abstract class Block(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The forward pass.</summary>
    public abstract T Run<T>(IOps<T> ops, T x);

    public sealed override Tensor forward(Tensor x)
    {
        var ops = new TorchOps();
        return ops.Part(() => Run(ops, x));
    }

    /// <summary>Registers a child under its name in the checkpoints.</summary>
    protected TModule Child<TModule>(string name, TModule module) where TModule : nn.Module
    {
        register_module(name, module);
        return module;
    }

    // TorchSharp would register fields by their own names a second time, and skip those in lists.
    protected sealed override void RegisterComponents()
    {
    }
}
