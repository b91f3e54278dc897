using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Tests.Images;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class ImageQualityStepsTests
{
    private static readonly string[] s_paths =
        [Fixture.Path("steps/fundus.png"), Fixture.Path("quality/dark.png"), Fixture.Path("steps/grey.png"), "/nowhere/missing.png", Fixture.Path("noise.png"), Fixture.Path("quality/dark.png")];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void EachFigureIsAColumnAndUnreadableImagesHaveNone()
    {
        var loading = _ml.Transforms.LoadImageTensors("Image", 96, 131, onUnreadable: UnreadableImages.Missing);
        var model = loading.Append(_ml.Transforms.MeasureImageQuality("Image", "Q")).Fit(View());
        foreach (var view in new[] { model.Transform(View()), Zip.RoundTrip(model, View().Schema).Transform(View()) })
        {
            var expected = ImageQuality.Of(Fixture.Decode("steps/fundus.png", 96, 131), new(3, 96, 131));
            Assert.AreEqual((float)expected.Focus, view.GetColumn<float>("QFocus").First());
            Assert.AreEqual((float)expected.Exposure, view.GetColumn<float>("QExposure").First());
            Assert.AreEqual((float)expected.Clipped, view.GetColumn<float>("QClipped").First());
            Assert.AreEqual((float)expected.DiscCoverage, view.GetColumn<float>("QDiscCoverage").First());
            CollectionAssert.AreEqual(new[] { false, true, false, false, false, true }, view.GetColumn<bool>("QBlank").ToArray());
            CollectionAssert.AreEqual(new[] { false, false, false, true, false, false }, view.GetColumn<float>("QFocus").Select(float.IsNaN).ToArray());
        }
    }

    [TestMethod]
    public void PoorImagesAreLeftOutCountedAndNamedAndUnreadableOnesStay()
    {
        var warnings = new List<string>();
        _ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning) warnings.Add(message.RawMessage);
        };
        var view = _ml.Data.FilterPoorImages(View(), new ImageQualityLimits(MinimumDiscCoverage: 0.9), out var poor, side: 64);
        CollectionAssert.AreEqual(new[] { s_paths[3], s_paths[4] }, view.GetColumn<string>("Path").ToArray());
        CollectionAssert.AreEqual(new[] { s_paths[0], s_paths[1], s_paths[2] }, poor.Select(image => image.Path).ToArray());
        Assert.Contains("it is blank", poor[1].Reasons);
        Assert.HasCount(1, warnings);
        StringAssert.StartsWith(warnings[0], "4 of 6 rows are left out, as their images are poor (disc coverage at least 0.9, not blank).");
        Assert.AreEqual(poor[0].Quality, ImageQuality.Of(Fixture.Decode(s_paths[0], new DecodeSettings(64, 64, 1)), new(1, 64, 64)));
    }

    [TestMethod]
    public void LimitsAreFittedToTheTrainingImagesAlone()
    {
        var training = _ml.Data.LoadFromEnumerable(new[] { "steps/fundus.png", "steps/grey.png", "steps/framed.png", "noise.png" }.Select(name => new Row { Path = Fixture.Path(name) }).ToArray());
        var limits = _ml.Data.FitImageQualityLimits(training, spread: 2, side: 64);
        var figures = training.GetColumn<string>("Path").Select(path => ImageQuality.Of(Fixture.Decode(path, new DecodeSettings(64, 64, 1)), new(1, 64, 64))).ToArray();
        Assert.AreEqual(ImageQualityLimits.Fit(figures, 2), limits);
        Assert.IsNotNull(limits.MinimumFocus);
    }

    [TestMethod]
    public void WrongColumnsAndLimitsAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.FilterPoorImages(View(), new(), out _, "Nothing"));
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.FilterPoorImages(View(), new(MinimumExposure: 3), out _));
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MeasureImageQuality("Path").Fit(View()));
    }

    private IDataView View() => _ml.Data.LoadFromEnumerable(s_paths.Select(path => new Row { Path = path }).ToArray());

    private sealed class Row
    {
        public string Path { get; set; } = "";
    }
}
