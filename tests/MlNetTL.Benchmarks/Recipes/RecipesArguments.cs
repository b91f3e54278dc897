using System.Globalization;

namespace MlNetTL.Benchmarks.Recipes;

/// <summary>What the command line asks of <see cref="RecipesRun"/>.</summary>
/// <param name="Shared">The folder of real images and weights.</param>
internal sealed record RecipesArguments(string Shared)
{
    /// <summary>Each recipe is trained once for each.</summary>
    public IReadOnlyList<int> Seeds { get; private init; } = [1, 2, 3];

    /// <summary>Training images of each class.</summary>
    public int PerClass { get; private init; } = 50;

    /// <summary>Validation images of each class.</summary>
    public int ValidationPerClass { get; private init; } = 100;

    /// <summary>The recipes; empty for the usual ones.</summary>
    public IReadOnlyList<string> Recipes { get; private init; } = [];

    /// <summary>Whether the test images are measured in place of the validation images.</summary>
    public bool Test { get; private init; }

    /// <summary>The network.</summary>
    public string Network { get; private init; } = "resnet18";

    /// <summary>Its weights, a file of <c>data/weights</c>.</summary>
    public string Weights { get; private init; } = "resnet18.pth";

    /// <summary>The device; null for a GPU where there is one.</summary>
    public string? Device { get; private init; }

    /// <summary>Reads the arguments: the folder, perhaps the seeds (a number of them, or a list as in 4,5), and switches.</summary>
    public static RecipesArguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new RecipesArguments(words.ElementAtOrDefault(0) ?? throw new ArgumentException("The folder of real images and weights must be named."));
        var left = new Queue<string>(words.Skip(1));
        while (left.TryDequeue(out var word))
            arguments = word switch
            {
                "--test" => arguments with { Test = true },
                "--images" => arguments with { PerClass = Number(left.Dequeue()) },
                "--validation" => arguments with { ValidationPerClass = Number(left.Dequeue()) },
                "--network" => arguments with { Network = left.Dequeue() },
                "--weights" => arguments with { Weights = left.Dequeue() },
                "--device" => arguments with { Device = left.Dequeue() },
                "--recipes" => arguments with { Recipes = left.Dequeue().Split(',') },
                _ => arguments with { Seeds = SeedsOf(word) },
            };
        return arguments;
    }

    private static int[] SeedsOf(string word) => word.Contains(',') ? [.. word.Split(',').Select(Number)] : [.. Enumerable.Range(1, Number(word))];

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
