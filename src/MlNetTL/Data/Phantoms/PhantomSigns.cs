namespace MlNetTL.Data;

/// <summary>What there is to see in a study.</summary>
internal readonly record struct PhantomSigns(bool LungOpacity, bool Cardiomegaly, bool PleuralEffusion, bool SupportDevices)
{
    /// <summary>True where nothing is wrong with the patient; a device is no finding (as in CheXpert).</summary>
    public bool NoFinding => !LungOpacity && !Cardiomegaly && !PleuralEffusion;

    /// <summary>Whether the observation of a CheXpert column is present. What is never drawn is absent.</summary>
    public bool Has(string label) => label switch
    {
        "No Finding" => NoFinding,
        "Lung Opacity" => LungOpacity,
        // The parent of Cardiomegaly in CheXpert's label tree.
        "Cardiomegaly" or "Enlarged Cardiomediastinum" => Cardiomegaly,
        "Pleural Effusion" => PleuralEffusion,
        "Support Devices" => SupportDevices,
        _ => false,
    };
}
