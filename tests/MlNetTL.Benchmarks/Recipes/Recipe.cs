using System.Globalization;
using MlNetTL.Foundation;

namespace MlNetTL.Benchmarks.Recipes;

/// <summary>A way to train, by its text: where it starts, and changes in their order, as in <c>plain+epochs=30+cosine</c>.</summary>
internal sealed class Recipe
{
    private static readonly NamedTable<(string Name, Func<int, RecipeSettings> Make)> s_starts = new("start of a recipe", row => row.Name,
    [
        ("plain", RecipeSettings.Plain),
        ("rule", RecipeSettings.OfRule),
    ]);

    private readonly Func<int, RecipeSettings> _start;
    private readonly List<(Ingredient Ingredient, double Value)> _changes;

    private Recipe(string text, Func<int, RecipeSettings> start, List<(Ingredient, double)> changes) => (Text, _start, _changes) = (text, start, changes);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="ArgumentException">It names what is not known.</exception>
    public static Recipe Parse(string text)
    {
        var words = text.Split('+');
        return new(text, s_starts[words[0]].Make, [.. words.Skip(1).Select(Change)]);
    }

    /// <summary>The settings for so many training images.</summary>
    public RecipeSettings For(int trainingImages)
    {
        var settings = _start(trainingImages);
        foreach (var (ingredient, value) in _changes) ingredient.Apply(settings, value);
        return settings;
    }

    private static (Ingredient, double) Change(string word)
    {
        var (name, value) = word.Split('=') switch { [var alone] => (alone, null), [var left, var right] => (left, right), _ => throw new ArgumentException($"A change must be name or name=number. Received: '{word}'.") };
        var ingredient = Ingredients.All[name];
        return (ingredient, value is null ? ingredient.Usual : double.Parse(value, CultureInfo.InvariantCulture));
    }
}
