namespace MlNetTL.Data;

/// <summary>What a path of CheXpert says: where the image lies (null where no folder has the patient), and whose it is.</summary>
internal readonly record struct CheXpertPath(string? File, string Patient, string Study)
{
    /// <summary>What a reader tells a person whose CSV holds any other path.</summary>
    public const string Expected = "a path inside the data set such as CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg (relative, without '..')";

    /// <summary>Reads <c>root/split/patient/study/file</c>, or the same without the root; null for any other form.</summary>
    /// <remarks>The first of five parts names the release that the CSV came with; the folder on
    /// this machine may have another name, so <paramref name="images"/> says where the rest is.</remarks>
    public static CheXpertPath? TryParse(CheXpertImages images, string text)
    {
        Span<Range> parts = stackalloc Range[6];
        var path = text.AsSpan();
        var count = path.Split(parts, '/');
        if (count is not (4 or 5) || !RelativePath.StaysInside(path) || path.Contains('\\')) return null;
        var (patient, study) = (parts[count - 3], parts[count - 2]);
        if (!path[patient].StartsWith("patient") || !path[study].StartsWith("study")) return null;
        var (fromPatient, studyEnd) = (patient.Start.Value, study.End.Value);
        var file = images.FileOf(path[parts[count - 4]], text[patient], path[study.Start..]);
        return new CheXpertPath(file, text[patient], text[fromPatient..studyEnd]);
    }
}
