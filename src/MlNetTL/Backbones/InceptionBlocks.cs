using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Convolution, batch normalisation, ReLU.</summary>
internal sealed class InceptionConvolution : Block
{
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;

    public InceptionConvolution(int inputs, int outputs, (int Height, int Width) kernel, int stride = 1, bool padded = true) : base(nameof(InceptionConvolution))
    {
        (long, long) padding = padded ? (kernel.Height / 2, kernel.Width / 2) : (0, 0);
        _conv = Child("conv", Conv2d(inputs, outputs, (kernel.Height, kernel.Width), (stride, stride), padding, (1, 1), bias: false));
        _norm = Child("bn", BatchNorm2d(outputs, eps: 0.001));
    }

    public override T Run<T>(IOps<T> ops, T x) => ops.Relu(ops.Apply(_norm, ops.Apply(_conv, x)));
}

/// <summary>Branches side by side: all read the same input, their outputs come one after the other along the channels.</summary>
internal sealed class InceptionBlock : Block
{
    private readonly List<(InceptionBranch Row, List<InceptionConvolution> Line, List<InceptionConvolution> Fork)> _branches = [];

    public InceptionBlock(int inputs, IReadOnlyList<InceptionBranch> branches) : base(nameof(InceptionBlock))
    {
        foreach (var branch in branches)
        {
            var (width, number) = (inputs, 1);
            List<InceptionConvolution> line = [], fork = [];
            foreach (var (outputs, height, kernelWidth) in branch.Convolutions)
            {
                var halves = branch.Halves && number == branch.Convolutions.Count;
                var name = branch.Convolutions.Count == 1 && branch.ForkOutputs == 0 ? branch.Name : $"{branch.Name}_{number}";
                line.Add(Child(name, new InceptionConvolution(width, outputs, (height, kernelWidth), halves ? 2 : 1, padded: !halves)));
                (width, number) = (outputs, number + 1);
            }
            if (branch.ForkOutputs > 0)
                fork = [
                    Child($"{branch.Name}_{number}a", new InceptionConvolution(width, branch.ForkOutputs, (1, 3))),
                    Child($"{branch.Name}_{number}b", new InceptionConvolution(width, branch.ForkOutputs, (3, 1))),
                ];
            _branches.Add((branch, line, fork));
        }
    }

    public override T Run<T>(IOps<T> ops, T x)
    {
        var outputs = new List<T>();
        foreach (var (row, line, fork) in _branches)
        {
            var y = row.Pool switch
            {
                InceptionPool.Average => ops.AveragePool(x, kernel: 3, stride: 1, padding: 1),
                InceptionPool.Max => ops.MaxPool(x, kernel: 3, stride: 2),
                _ => x,
            };
            foreach (var convolution in line) y = convolution.Run(ops, y);
            if (fork.Count == 0) outputs.Add(y);
            foreach (var convolution in fork) outputs.Add(convolution.Run(ops, y));
        }
        return ops.Concatenate(outputs);
    }
}

/// <summary>The auxiliary head (section 4 of the paper).</summary>
internal sealed class InceptionAuxiliary : Block
{
    private const int Width = 768;
    private readonly InceptionConvolution _conv0;
    private readonly InceptionConvolution _conv1;
    private Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>? _head;

    public InceptionAuxiliary(int inputs) : base(nameof(InceptionAuxiliary))
    {
        _conv0 = Child("conv0", new InceptionConvolution(inputs, 128, (1, 1)));
        _conv1 = Child("conv1", new InceptionConvolution(128, Width, (5, 5), padded: false));
    }

    /// <summary>Makes the linear layer, unfilled.</summary>
    /// <param name="make">Makes it for a number of inputs.</param>
    public void SetOutputs(Func<int, Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>> make)
    {
        if (_head is not null)
        {
            register_module("fc", null!); // TorchSharp refuses a name that is taken, and forgets it for null.
            _head.Dispose();
        }
        _head = Child("fc", make(Width));
        _head.train(training);
    }

    public override T Run<T>(IOps<T> ops, T x) =>
        ops.Apply(_head!, ops.GlobalAveragePool(_conv1.Run(ops, _conv0.Run(ops, ops.AveragePool(x, kernel: 5, stride: 3)))));
}
