using System.Text.Json.Serialization;

namespace MlNetTL.Transforms;

/// <summary>What <see cref="RandomErasing"/> covers a rectangle with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErasingFill>))]
public enum ErasingFill
{
    /// <summary>0: black.</summary>
    Zero,

    /// <summary>The mean of each channel of the image.</summary>
    Mean,

    /// <summary>Uniform noise over the whole range, for each value.</summary>
    Noise,
}
