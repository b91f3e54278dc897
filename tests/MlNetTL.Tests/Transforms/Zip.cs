using Microsoft.ML;

namespace MlNetTL.Tests.Transforms;

/// <summary>Saves a transformer to an ML.NET zip and loads it in a context of its own.</summary>
internal static class Zip
{
    public static ITransformer RoundTrip(ITransformer transformer, DataViewSchema input)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(transformer, input, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }
}
