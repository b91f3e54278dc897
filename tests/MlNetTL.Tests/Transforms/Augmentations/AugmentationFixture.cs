using System.Text.Json;
using TorchSharp;

namespace MlNetTL.Tests.Transforms;

/// <summary>What Fixtures/augmentations.py wrote down of torchvision.</summary>
internal static class AugmentationFixture
{
    private static readonly JsonElement s_root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Transforms", "Augmentations", "Fixtures", "augmentations.json"))).RootElement;

    public static int Height { get; } = s_root.GetProperty("height").GetInt32();

    public static int Width { get; } = s_root.GetProperty("width").GetInt32();

    public static int Draws { get; } = s_root.GetProperty("draws").GetInt32();

    /// <summary>The images that a function was given, what else it was given, and what it made of them.</summary>
    public static IEnumerable<(torch.Tensor Image, double[] Parameters, float[] Expected)> Fixed(string function) => s_root.GetProperty("fixed").GetProperty(function).EnumerateArray().Select(row => (
        Image(row.GetProperty("channels").GetInt32()),
        row.GetProperty("parameters").EnumerateArray().Select(number => number.GetDouble()).ToArray(),
        row.GetProperty("values").EnumerateArray().Select(number => number.GetSingle()).ToArray()));

    /// <summary>How torchvision's draws of a number are distributed.</summary>
    public static (double Low, double High, int[] Counts) Drawn(string function, string number)
    {
        var row = s_root.GetProperty("drawn").GetProperty(function).GetProperty(number);
        return (row.GetProperty("low").GetDouble(), row.GetProperty("high").GetDouble(), [.. row.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32())]);
    }

    private static torch.Tensor Image(int channels)
    {
        var values = new float[channels * Height * Width];
        for (var c = 0; c < channels; c++)
            for (var y = 0; y < Height; y++)
                for (var x = 0; x < Width; x++) values[(c * Height + y) * Width + x] = y == 0 && x < 3 ? 77 : (int)Math.Pow(31 * c + 37 * (7 * y + x), 2) % 251;
        return torch.tensor(values, [1, channels, Height, Width]);
    }
}
