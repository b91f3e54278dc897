namespace MlNetTL.Data;

/// <summary>One image of the manifest. The names of the properties are the names of the columns.</summary>
internal sealed class ChestXray14Row
{
    public required string Path { get; init; }

    public required string Patient { get; init; }

    public required string Study { get; init; }

    public required float FollowUp { get; init; }

    public required string View { get; init; }

    public required string Sex { get; init; }

    public required float Age { get; init; }

    public required float Width { get; init; }

    public required float Height { get; init; }

    public required float[] Labels { get; init; }
}
