namespace MlNetTL.Backbones;

/// <summary>Published weights that were trained on medical images, by the network that they are for.</summary>
internal static class MedicalWeights
{
    // The order in torchxrayvision/models.py at commit f4087a0b.
    private static readonly string[] s_findings =
    [
        "Atelectasis", "Consolidation", "Infiltration", "Pneumothorax", "Edema", "Emphysema", "Fibrosis", "Effusion", "Pneumonia",
        "Pleural_Thickening", "Cardiomegaly", "Nodule", "Mass", "Hernia", "Lung Lesion", "Fracture", "Lung Opacity", "Enlarged Cardiomediastinum",
    ];

    private static readonly string[] s_notInCheXpert = ["Infiltration", "Emphysema", "Fibrosis", "Pleural_Thickening", "Nodule", "Mass", "Hernia"];

    // torchxrayvision's utils.normalize: (2 * pixel / maximum - 1) * 1024. Both figures are exact in float32.
    private static readonly Preprocessing s_plusMinus1024 = new([0.5f], [1f / 2048]);

    /// <summary>The weights of a network; none where nobody published any.</summary>
    public static IReadOnlyList<WeightsDefinition> Of(string backbone) => backbone switch
    {
        "resnet50" => [XrvResNet(), Rad("ResNet50")],
        "densenet121" =>
        [
            XrvDenseNet("all", "nih-pc-chex-mimic_ch-google-openi-kaggle", "NIH ChestX-ray14, PadChest, CheXpert, MIMIC-CXR, Google's labels, OpenI and RSNA's challenge", untrained: []),
            XrvDenseNet("nih", "nih", "NIH ChestX-ray14", ["Lung Lesion", "Fracture", "Lung Opacity", "Enlarged Cardiomediastinum"]),
            XrvDenseNet("pc", "pc", "PadChest", ["Lung Lesion", "Lung Opacity", "Enlarged Cardiomediastinum"]),
            XrvDenseNet("chex", "chex", "CheXpert", s_notInCheXpert),
            XrvDenseNet("rsna", "kaggle", "RSNA's pneumonia challenge", s_findings.Except(["Pneumonia", "Lung Opacity"])),
            XrvDenseNet("mimic_nb", "mimic_nb", "MIMIC-CXR with NegBio's labels", s_notInCheXpert),
            XrvDenseNet("mimic_ch", "mimic_ch", "MIMIC-CXR with the CheXpert labeller's labels", s_notInCheXpert),
            Rad("DenseNet121"),
        ],
        "inception_v3" => [Rad("InceptionV3")],
        _ => [],
    };

    private static WeightsDefinition XrvResNet() =>
        Xrv("all", "pc-nih-rsna-siim-vin-resnet50-test512-e400-state", size: 512, "PadChest, NIH ChestX-ray14, RSNA's and SIIM's challenges and VinDr-CXR", untrained: []);

    private static WeightsDefinition XrvDenseNet(string name, string data, string images, IEnumerable<string> untrained) =>
        Xrv(name, $"{data}-densenet121-d121-tw-lr001-rot45-tr15-sc15-seed0-best", size: 224, images, untrained);

    // Cohen et al., 'TorchXRayVision: a library of chest X-ray datasets and models', 2022. The figure after 'res' in its own names is the size: an image
    // is cut to its middle square and resized to it.
    private static WeightsDefinition Xrv(string name, string file, int size, string images, IEnumerable<string> untrained) =>
        new($"xrv-{name}", new Uri($"https://github.com/mlmed/torchxrayvision/releases/download/v1/{file}.pt"), Sha256: null,
            "Apache-2.0 (the library's; nothing is said of the weights)", Top1: null, s_findings.Length, s_plusMinus1024,
            new(size, size, ChannelOrder: "grey"), [.. s_findings.Select(finding => untrained.Contains(finding) ? "" : finding)],
            $"Trained on {images}; mind their terms. The outputs are logits, one for each finding.");

    // Mei et al., 'RadImageNet: an open radiologic deep learning research dataset for effective transfer learning', 2022. pytorch_example.ipynb of
    // BMEII-AI/RadImageNet makes (pixel - 127.5) * 2 / 255 of grey images in three equal channels at 224 px, and loads a network without its last layer.
    private static WeightsDefinition Rad(string file) =>
        new("radimagenet", new Uri($"https://huggingface.co/Lab-Rasool/RadImageNet/resolve/main/{file}.pt"), Sha256: null,
            "MIT (the authors' code; nothing is said of the weights)", Top1: null, Outputs: 0, Preprocessing.MinusOneToOne,
            new(224, 224, ChannelOrder: "grey in three channels"), Note:
            "The authors publish this file in an archive on Google Drive (RadImageNet_pytorch.zip, linked in github.com/BMEII-AI/RadImageNet), which programs cannot get; the "
            + "address is a copy by Lab-Rasool. The range is that of the authors' own example; the copy's page names ImageNet's mean and deviation instead.");
}
