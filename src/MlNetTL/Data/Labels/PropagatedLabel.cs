namespace MlNetTL.Data;

/// <summary>How a parent stood where its child was present, before what holds for the child was made to hold for the parent.</summary>
/// <param name="Child">The child.</param>
/// <param name="Parent">The parent, or an ancestor further up.</param>
/// <param name="Present">Rows in which the parent was present too.</param>
/// <param name="Absent">Rows in which the parent was absent: a conflict, which the child wins.</param>
/// <param name="Uncertain">Rows in which the parent was uncertain.</param>
/// <param name="Blank">Rows in which the parent was not mentioned.</param>
public sealed record PropagatedLabel(string Child, string Parent, int Present, int Absent, int Uncertain, int Blank)
{
    /// <summary>Rows in which the child was present.</summary>
    public int Positives => Present + Absent + Uncertain + Blank;
}
