using MlNetTL.Data;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>The places of labels in a tree. What a network says of a label holds where its parent is present, so that the label's own probability is the product down its path
/// (Pham et al., arXiv 1911.06475, section 3.2), and no child is likelier than its parent.</summary>
/// <param name="parents">For each label the place of its parent, -1 for a root.</param>
internal sealed class LabelPaths(IReadOnlyList<int> parents)
{
    // The least number above 0 that single precision has in full: the logarithm of what was rounded to 0 stays finite.
    private const double LeastComplement = 1.2e-38;

    // Parents before their children.
    private readonly int[] _order = [.. Enumerable.Range(0, parents.Count).OrderBy(label => DepthOf(label, parents))];

    /// <summary>For each label the place of its parent, -1 for a root.</summary>
    public IReadOnlyList<int> Parents => parents;

    /// <summary>The paths of some labels; null where none of them is under another.</summary>
    /// <param name="names">The labels.</param>
    /// <param name="trained">Whether each is trained. One that is not has one value in all rows, and is passed over on the way up, as are labels that are not there.</param>
    /// <param name="tree">Which label implies which.</param>
    public static LabelPaths? Of(IReadOnlyList<string> names, IReadOnlyList<bool> trained, LabelTree tree)
    {
        var places = names.Select((name, i) => (name, i)).Where(pair => trained[pair.i]).ToDictionary(pair => pair.name, pair => pair.i);
        int[] parents = [.. names.Select((name, i) => !trained[i] ? -1 : tree.AncestorsOf(name).Where(places.ContainsKey).Select(parent => places[parent]).FirstOrDefault(-1))];
        return parents.All(parent => parent < 0) ? null : new(parents);
    }

    /// <summary>Multiplies each probability by those above it.</summary>
    /// <param name="probabilities">For each label its probability where its parent is present.</param>
    public void Multiply(Span<double> probabilities)
    {
        foreach (var label in _order)
            if (parents[label] >= 0) probabilities[label] *= probabilities[parents[label]];
    }

    /// <summary>The logits of the products, [rows, labels].</summary>
    /// <param name="logits">[rows, labels]: the sigmoid of each is its label's probability where its parent is present.</param>
    public Tensor LogitsOf(Tensor logits)
    {
        using var scope = NewDisposeScope();
        var own = nn.functional.logsigmoid(logits).unbind(1);
        var products = new Tensor[own.Length];
        foreach (var label in _order) products[label] = parents[label] < 0 ? own[label] : own[label] + products[parents[label]];
        var columns = logits.unbind(1);
        // log(p / (1 - p)) of the product p; that of a root is what came in.
        return stack([.. products.Select((product, label) => parents[label] < 0 ? columns[label] : product - (-product.expm1()).clamp_min(LeastComplement).log())], 1).MoveToOuterDisposeScope();
    }

    /// <summary>The labels without those whose parent is not known to be present: children learn from rows alone where their parent is there.</summary>
    /// <param name="labels">[rows, labels]: 0 to 1, NaN where unknown, -1 where uncertain. Above one half is present: so are the targets that are drawn for present ones.</param>
    /// <param name="areProducts">Whether values between 0 and 1 are products down the paths: then P(label | parent) = P(label) / P(parent), as a label implies its parent.</param>
    public Tensor Conditional(Tensor labels, bool areProducts = false)
    {
        using var scope = NewDisposeScope();
        var columns = labels.unbind(1);
        var unknown = full_like(columns[0], double.NaN);
        return stack([.. columns.Select((column, label) => parents[label] < 0 ? column : where(columns[parents[label]] > 0.5, Given(column, columns[parents[label]]), unknown))], 1).MoveToOuterDisposeScope();

        Tensor Given(Tensor label, Tensor parent) => areProducts ? where(label > 0, (label / parent).clamp_max(1), label) : label;
    }

    /// <summary>What a model says of labels in a row where it is known of some that they are present: P(label | its nearest present ancestor) = P(label) / P(ancestor).</summary>
    /// <param name="products">For each label its probability, the product down its path.</param>
    /// <param name="isPresent">Whether it is known of a label that it is present.</param>
    public float[] GivenPresent(IReadOnlyList<float> products, Func<int, bool> isPresent)
    {
        return [.. products.Select((product, label) => AncestorOf(label) is >= 0 and var ancestor && products[ancestor] > 0 ? product / products[ancestor] : product)];

        int AncestorOf(int label)
        {
            do label = parents[label];
            while (label >= 0 && !isPresent(label));
            return label;
        }
    }

    private static int DepthOf(int label, IReadOnlyList<int> parents) => parents[label] < 0 ? 0 : 1 + DepthOf(parents[label], parents);
}
