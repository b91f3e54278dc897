using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Tests.Training;
using MlNetTL.Training;

namespace MlNetTL.Tests.Scoring;

[TestClass]
public sealed class ScoreAnnotationTests
{
    [TestMethod]
    [DataRow(PredictionTask.Binary, "BinaryClassification")]
    [DataRow(PredictionTask.Multiclass, "MulticlassClassification")]
    [DataRow(PredictionTask.MultiLabel, "MultiLabelClassification")]
    public void TheSchemaKeepsWhatTheShapePromises(PredictionTask task, string kind)
    {
        using var images = new StripedImages(8);
        var ml = images.ML;
        var view = ml.Transforms.Conversion.MapValueToKey("Class", "Kind").Append(images.Load()).Fit(images.View).Transform(images.View);
        var options = StripedImages.Quick(epochs: 1);
        options.LabelColumnName = task switch { PredictionTask.Binary => "Label", PredictionTask.Multiclass => "Class", _ => "Labels" };
        var trainer = new ImageTransferLearningTrainer(ml, task, options);
        using var model = trainer.Fit(view);
        var schema = model.GetOutputSchema(view.Schema);
        AssertSame(Shapes.Of(schema), trainer.GetOutputSchema(Shapes.Of(view.Schema)));

        var added = schema.Where(column => view.Schema.GetColumnOrNull(column.Name) is null).ToList();
        Assert.HasCount(task switch { PredictionTask.Binary => 3, PredictionTask.Multiclass => 2, _ => 1 }, added);
        foreach (var column in added)
        {
            Assert.AreEqual(kind, Value<ReadOnlyMemory<char>>(column, "ScoreColumnKind").ToString());
            Assert.AreEqual(column.Name, Value<ReadOnlyMemory<char>>(column, "ScoreValueKind").ToString());
            Assert.AreEqual(1u, Value<uint>(column, "ScoreColumnSetId"));
            Assert.AreEqual(column.Name == "Probability" || column.Name == "Score" && task != PredictionTask.Binary, column.IsNormalized(), column.Name);
        }
    }

    [TestMethod]
    public void OurColumnsBearWhatTheColumnsOfMLNetsOwnTrainersBear()
    {
        using var images = new StripedImages(8);
        var ml = images.ML;
        var view = ml.Transforms.Conversion.MapValueToKey("Class", "Kind").Append(ml.Transforms.Conversion.ConvertType("Number", "Label", DataKind.Single))
            .Append(ml.Transforms.Concatenate("Features", "Number")).Append(images.Load()).Fit(images.View).Transform(images.View);
        var options = StripedImages.Quick(epochs: 1);
        AssertCovers(ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(view).Transform(view).Schema,
            ml.BinaryClassification.Trainers.ImageTransferLearning(options).Fit(view).GetOutputSchema(view.Schema));
        options.LabelColumnName = "Class";
        AssertCovers(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class").Fit(view).Transform(view).Schema,
            ml.MulticlassClassification.Trainers.ImageTransferLearning(options).Fit(view).GetOutputSchema(view.Schema));
    }

    private static void AssertCovers(DataViewSchema theirs, DataViewSchema ours)
    {
        foreach (var name in new[] { "PredictedLabel", "Score", "Probability" }.Where(name => theirs.GetColumnOrNull(name) is not null))
            foreach (var annotation in theirs[name].Annotations.Schema)
                Assert.AreEqual(annotation.Type.ToString(), ours[name].Annotations.Schema.GetColumnOrNull(annotation.Name)?.Type.ToString(), $"{name}: {annotation.Name}");
    }

    private static void AssertSame(SchemaShape real, SchemaShape promised)
    {
        CollectionAssert.AreEquivalent(real.Select(column => column.Name).ToArray(), promised.Select(column => column.Name).ToArray());
        foreach (var (one, other) in real.OrderBy(column => column.Name).Zip(promised.OrderBy(column => column.Name)))
        {
            Assert.AreEqual((one.Kind, one.ItemType, one.IsKey), (other.Kind, other.ItemType, other.IsKey), one.Name);
            AssertSame(one.Annotations, other.Annotations);
        }
    }

    private static T Value<T>(DataViewSchema.Column column, string annotation)
    {
        T value = default!;
        column.Annotations.GetValue(annotation, ref value);
        return value;
    }
}
