namespace MlNetTL.Scoring;

/// <summary>What the outputs of a network say of classes.</summary>
internal interface IGrader
{
    /// <summary>The class that is called, from 0. Not for outputs that are NaN.</summary>
    int CallOf(ReadOnlySpan<float> outputs);

    /// <summary>The probability of each class.</summary>
    float[] ProbabilitiesOf(ReadOnlySpan<float> outputs);

    /// <summary>The grade as a number: 0 for the first class, and between two where it is between them.</summary>
    double PositionOf(ReadOnlySpan<float> outputs);

    /// <summary>Where the number is cut into grades; null where that is not how grades are told.</summary>
    IReadOnlyList<double>? CutPoints => null;

    /// <summary>The outputs that stand for several views of one image.</summary>
    float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views);
}
