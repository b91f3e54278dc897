using System.Text.Json;
using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Tests.Data;

namespace MlNetTL.Tests.Contracts;

/// <summary>Small ones of the data sets whose images are cut from files or put together of them, read through a pipeline file with every setting that they take.</summary>
internal static class PatchDataPipelines
{
    /// <summary>Reads the data set of a name; false where it is none of these.</summary>
    public static bool Check(string name, TemporaryFolder folder)
    {
        switch (name)
        {
            case "consep":
                CoNSePMiniature.Write(folder.Path);
                Check(folder, "consep", """ "patchSize": 16, "classes": 4, "train": ["test"] """, """ "kind": "multiclass" """, 12, ["test_1"], row => row.Label is "Epithelial" or "Spindle-shaped" or "Inflammatory" or "Other", "16,16");
                return true;
            case "voc":
                VocMiniature.Write(folder.Path, "a", [("RBC", 11, 21, 20, 26)]);
                VocMiniature.Write(folder.Path, "b", [("WBC", 11, 21, 20, 26), ("RBC", 1, 1, 9, 9)]);
                Check(folder, "voc", """ "boxShape": "box", "boxScale": 2 """, """ "kind": "multiclass" """, 3, ["a", "b"], row => row.Label is "RBC" or "WBC", "#xywh=");
                Check(folder, "voc", """ "patchSize": 24 """, """ "kind": "multiclass" """, 3, ["a", "b"], row => row.Label is "RBC" or "WBC", "24,24");
                return true;
            case "bigearthnet":
                BigEarthNetMiniature.WriteV1(folder.Path);
                File.WriteAllLines(folder["train.csv"], [BigEarthNetMiniature.Second]);
                Check(folder, "bigearthnet", """ "bands": ["B02", "B8A"], "classes": 43, "train": ["train"] """, """ "kind": "multiLabel", "labels": ["Peatbogs", "Pastures"] """,
                    1, ["S2A_MSIL1C_0.SAFE"], row => row.Labels is [1, 0], "B8A.tif");
                return true;
            default:
                return false;
        }
    }

    private static void Check(TemporaryFolder folder, string dataset, string data, string task, int rows, string[] sources, Func<LabelledImage, bool> isGood, string pathPart)
    {
        var pipeline = PipelineFile.Parse($$"""
            { "name": "a", "data": { "dataset": "{{dataset}}", "folder": {{JsonSerializer.Serialize(folder.Path)}}, {{data}} }, "task": { {{task}} } }
            """);
        var table = new PipelineSource(new MLContext(1), pipeline, null, CancellationToken.None).Read("train", pipeline.Data.Train);
        Assert.HasCount(rows, table.Rows);
        CollectionAssert.AreEqual(sources, table.Rows.Select(row => row.Source).Distinct().ToArray());
        foreach (var row in table.Rows)
        {
            Assert.IsTrue(isGood(row), row.Label);
            Assert.Contains(pathPart, row.Path);
            Assert.IsTrue(BandFiles.FilesOf(row.Path).All(File.Exists), row.Path);
        }
    }
}
