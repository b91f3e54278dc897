using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Tests.Images;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class FilterUnreadableImagesTests
{
    [TestMethod]
    public void UnreadableImagesAreLeftOutCountedAndNamed()
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning) warnings.Add(message.RawMessage);
        };
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["cut.jpg"], Fixture.Bytes("photo.jpg")[..200]);
        string[] paths = [Fixture.Path("rgb.tif"), folder["missing.png"], Fixture.Path("noise.png"), folder["cut.jpg"], folder["missing.png"], Fixture.Path("grey.jpg")];
        var data = ml.Data.LoadFromEnumerable(paths.Select((path, i) => new Row { Number = i, Path = path }).ToArray());

        var view = ml.Data.FilterUnreadableImages(data, out var unreadable);
        CollectionAssert.AreEqual(new[] { 0f, 2, 5 }, view.GetColumn<float>("Number").ToArray());
        CollectionAssert.AreEqual(new[] { folder["missing.png"], folder["cut.jpg"] }, unreadable.Select(image => image.Path).ToArray());
        Assert.AreEqual("there is no such file.", unreadable[0].Reason);
        Assert.HasCount(1, warnings);
        StringAssert.StartsWith(warnings[0], $"3 of 6 rows are left out, as their images cannot be read. '{folder["missing.png"]}': there is no such file.");

        var loaded = ml.Transforms.LoadImageTensors("Image", 9, 13).Fit(view).Transform(ml.Data.ShuffleRows(view, seed: 1));
        Assert.HasCount(3, loaded.GetColumn<byte[]>("Image").ToArray());
    }

    [TestMethod]
    public void DataWithoutUnreadableImagesStayAsTheyAre()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(new[] { new Row { Path = "rgb.tif" } });
        Assert.AreSame(data, ml.Data.FilterUnreadableImages(data, imageFolder: Path.GetDirectoryName(Fixture.Path("rgb.tif"))));
    }

    [TestMethod]
    public void AColumnThatHoldsNoPathsIsRefused()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(new[] { new Row() });
        Assert.ThrowsExactly<ArgumentException>(() => ml.Data.FilterUnreadableImages(data, "Number"));
        Assert.ThrowsExactly<ArgumentException>(() => ml.Data.FilterUnreadableImages(data, "Nothing"));
    }

    private sealed class Row
    {
        public float Number { get; set; }

        public string Path { get; set; } = "";
    }
}
