using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>A tensor that a checkpoint holds.</summary>
/// <param name="Name">Its plain name, such as layer1.0.conv1.weight.</param>
/// <param name="Type">The type of its elements in the file.</param>
/// <param name="Shape">Its shape; empty for a single number.</param>
public sealed record TensorEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape)
{
    /// <summary>The shape as text, such as [64, 3, 7, 7].</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
