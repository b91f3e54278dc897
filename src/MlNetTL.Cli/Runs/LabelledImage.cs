namespace MlNetTL.Cli.Runs;

/// <summary>A row of a data set, whatever its form: what goes into the chain. The names of the properties are the names of the columns.</summary>
internal sealed class LabelledImage
{
    /// <summary>The image's full path.</summary>
    public required string Path { get; init; }

    /// <summary>Whose image it is; empty where the data do not tell.</summary>
    public string Patient { get; init; } = "";

    /// <summary>The examination that it belongs to; empty where the data do not tell.</summary>
    public string Study { get; init; } = "";

    /// <summary>The examination, told apart across all patients, each of whom may have studies numbered anew; null where the data do not tell.</summary>
    public string? StudyOfAll() => Study.Length == 0 ? null : Patient.Length == 0 ? Study : $"{Patient}/{Study}";

    /// <summary>The tile, slide, place or device that it comes from; empty where the data do not tell.</summary>
    public string Source { get; init; } = "";

    /// <summary>The set that the data themselves put it in; empty where they do not tell.</summary>
    public string Split { get; init; } = "";

    /// <summary>The class, of data with classes; of a number, how it reads.</summary>
    public string Label { get; init; } = "";

    /// <summary>The labels of all other data: 1, 0, -1 (uncertain) and NaN (not mentioned).</summary>
    public float[] Labels { get; init; } = [];

    /// <summary>The number, of a regression; NaN where it is not known.</summary>
    public float Value { get; init; } = float.NaN;

    /// <summary>What a first model thinks of the labels, to take the place of uncertain ones; of training images in self-training, else empty.</summary>
    public float[] SoftLabels { get; init; } = [];

    /// <summary>The same image with what a first model thinks of its labels.</summary>
    public LabelledImage With(float[] softLabels) =>
        new() { Path = Path, Patient = Patient, Study = Study, Source = Source, Split = Split, Label = Label, Labels = Labels, Value = Value, SoftLabels = softLabels };
}
