namespace MlNetTL.Benchmarks.Recipes;

/// <summary>One change of a recipe.</summary>
/// <param name="Name">Its name in a recipe, as in <c>plain+cosine</c>.</param>
/// <param name="Usual">The number that it takes where the recipe gives none, as in <c>plain+epochs=30</c>; NaN where it has none.</param>
/// <param name="Apply">Makes the change.</param>
internal sealed record Ingredient(string Name, double Usual, Action<RecipeSettings, double> Apply);
