using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Transforms;

namespace MlNetTL;

/// <summary>Splits and samples of images on <c>mlContext.Data</c>. All hang on the seed and the names of groups and images, and neither on the order of rows
/// nor on threads. Rows are told apart by their paths.</summary>
public static class DataCatalogSplits
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Divides rows into training, validation and test sets, whole groups at a time, each with its share of every label.</summary>
        /// <param name="data">The data.</param>
        /// <param name="validationFraction">The share of rows for validation, 0 (none) to below 1.</param>
        /// <param name="testFraction">The share of rows for the test, 0 (none) to below 1; both together below 1.</param>
        /// <param name="samplingKeyColumnName">What must not be parted (Text): the patient, the study, the tile; null where each image stands alone.</param>
        /// <param name="stratificationColumnName">The labels whose shares are kept: Text or Key (classes), Boolean or Single (yes or no), a vector of Single
        /// (several labels: 1, 0; all else is not counted); null for none.</param>
        /// <param name="pathColumnName">The images' paths (Text).</param>
        /// <param name="seed">The seed.</param>
        /// <remarks>Stratified by Sechidis et al., 'On the stratification of multi-label data' (2011), with groups in the place of examples. ML.NET's own
        /// <c>TrainTestSplit</c> keeps groups together too, but not the shares of labels.</remarks>
        /// <exception cref="ArgumentException">A column is missing or of another type, or a share is out of range.</exception>
        /// <exception cref="InvalidDataException">There are fewer groups than sets.</exception>
        /// <example>
        /// <code language="csharp">
        /// var data = mlContext.Data.LoadCheXpert("CheXpert-v1.0-small");
        /// var sets = mlContext.Data.TrainValidationTestSplit(data, 0.1, 0.2, samplingKeyColumnName: "Patient", stratificationColumnName: "Labels");
        /// </code>
        /// </example>
        public TrainValidationTestData TrainValidationTestSplit(
            IDataView data, double validationFraction = 0.1, double testFraction = 0.1, string? samplingKeyColumnName = "Patient",
            string? stratificationColumnName = null, string pathColumnName = "Path", long seed = 1)
        {
            ArgumentNullException.ThrowIfNull(data);
            if (!(validationFraction >= 0 && testFraction >= 0 && validationFraction + testFraction is > 0 and < 1))
                throw new ArgumentException($"validationFraction and testFraction must not be negative, and together lie above 0 and below 1. Received: {validationFraction} and {testFraction}.");
            var columns = SplitColumns.Read(data, pathColumnName, samplingKeyColumnName, stratificationColumnName, withNegatives: true);
            double[] shares = [1 - validationFraction - testFraction, .. new[] { validationFraction, testFraction }.Where(share => share > 0)];
            var parts = GroupSplit.Choose(columns.Images, shares, stratificationColumnName is not null, seed);
            return new(Rows(data, pathColumnName, columns, parts, 0),
                validationFraction > 0 ? Rows(data, pathColumnName, columns, parts, 1) : null,
                testFraction > 0 ? Rows(data, pathColumnName, columns, parts, shares.Length - 1) : null);
        }

        /// <summary>Divides rows into folds, whole groups at a time, each with its share of every label.</summary>
        /// <param name="data">The data.</param>
        /// <param name="numberOfFolds">The number of folds, 2 or more.</param>
        /// <param name="samplingKeyColumnName">What must not be parted (Text); null where each image stands alone.</param>
        /// <param name="stratificationColumnName">The labels whose shares are kept, as for <c>TrainValidationTestSplit</c>; null for none.</param>
        /// <param name="pathColumnName">The images' paths (Text).</param>
        /// <param name="seed">The seed.</param>
        /// <returns>For each fold its rows as the test set, and all others as the training set.</returns>
        /// <exception cref="ArgumentException">A column is missing or of another type, or the number is below 2.</exception>
        /// <exception cref="InvalidDataException">There are fewer groups than folds.</exception>
        public IReadOnlyList<TrainValidationTestData> StratifiedCrossValidationSplit(
            IDataView data, int numberOfFolds = 5, string? samplingKeyColumnName = "Patient", string? stratificationColumnName = null,
            string pathColumnName = "Path", long seed = 1)
        {
            ArgumentNullException.ThrowIfNull(data);
            if (numberOfFolds < 2) throw new ArgumentException($"numberOfFolds must be at least 2. Received: {numberOfFolds}.");
            var columns = SplitColumns.Read(data, pathColumnName, samplingKeyColumnName, stratificationColumnName, withNegatives: true);
            var folds = GroupSplit.Choose(columns.Images, [.. Enumerable.Repeat(1.0 / numberOfFolds, numberOfFolds)], stratificationColumnName is not null, seed);
            return [.. Enumerable.Range(0, numberOfFolds).Select(fold => new TrainValidationTestData(
                Rows(data, pathColumnName, columns, [.. folds.Select(other => other == fold ? 1 : 0)], 0), null, Rows(data, pathColumnName, columns, folds, fold)))];
        }

        /// <summary>Takes n rows of each category. With the same seed, a smaller n gives a part of what a larger one gives: the 100 are among the 1000.</summary>
        /// <param name="data">The data.</param>
        /// <param name="count">n: how many of each class; of yes and of no; of the positives of each of several labels.</param>
        /// <param name="labelColumnName">The labels: Text or Key, Boolean or Single, or a vector of Single.</param>
        /// <param name="samplingKeyColumnName">The group (Text): all images of a group are taken before another is begun; null where each image stands alone.</param>
        /// <param name="pathColumnName">The images' paths (Text).</param>
        /// <param name="seed">The seed.</param>
        /// <exception cref="ArgumentException">A column is missing or of another type, or the number is below 1.</exception>
        /// <exception cref="InvalidDataException">A category has fewer; the message gives the counts.</exception>
        public IDataView TakePerCategory(
            IDataView data, int count, string labelColumnName = "Label", string? samplingKeyColumnName = "Patient", string pathColumnName = "Path", long seed = 1)
        {
            ArgumentNullException.ThrowIfNull(data);
            if (count < 1) throw new ArgumentException($"count must be at least 1. Received: {count}.");
            var columns = SplitColumns.Read(data, pathColumnName, samplingKeyColumnName, labelColumnName, withNegatives: false);
            var has = ImageSample.Count(columns.Images, columns.Categories.Count);
            if (has.Length == 0 || has.Min() < count)
                throw new InvalidDataException($"Each category must have {count:N0} images. Found: {string.Join(", ", has.Select((n, i) => $"{n:N0} of '{columns.Categories[i]}'"))}. "
                    + $"Ask for {has.DefaultIfEmpty(0).Min():N0} or fewer, or map uncertain and blank labels first.");
            return Chosen(data, pathColumnName, columns, ImageSample.PerCategory(columns.Images, has.Length, count, seed));
        }

        /// <summary>Takes rows from m groups: n in all, as many from one as from another, or all that they have.</summary>
        /// <param name="data">The data.</param>
        /// <param name="groups">m: from how many patients, tiles or other groups.</param>
        /// <param name="count">n; null for all rows of the groups.</param>
        /// <param name="samplingKeyColumnName">The group (Text).</param>
        /// <param name="pathColumnName">The images' paths (Text).</param>
        /// <param name="seed">The seed.</param>
        /// <exception cref="ArgumentException">A column is missing or of another type, or a number is below 1.</exception>
        /// <exception cref="InvalidDataException">Too few groups have so many images; the message gives the counts and what would do.</exception>
        public IDataView TakeFromGroups(
            IDataView data, int groups, int? count = null, string samplingKeyColumnName = "Patient", string pathColumnName = "Path", long seed = 1)
        {
            ArgumentNullException.ThrowIfNull(data);
            if (groups < 1 || count < 1) throw new ArgumentException($"groups and count must be at least 1. Received: {groups} and {count}.");
            var columns = SplitColumns.Read(data, pathColumnName, samplingKeyColumnName, null, withNegatives: false);
            return Chosen(data, pathColumnName, columns, ImageSample.FromGroups(columns.Images, count, groups, seed, $"groups of '{samplingKeyColumnName}'"));
        }
    }

    private static TextFilterView Rows(IDataView data, string pathColumn, SplitColumns columns, int[] parts, int part) =>
        Chosen(data, pathColumn, columns, [.. Enumerable.Range(0, parts.Length).Where(i => parts[i] == part)]);

    private static TextFilterView Chosen(IDataView data, string pathColumn, SplitColumns columns, int[] places)
    {
        var paths = places.Select(i => columns.Paths[i]).ToHashSet();
        return new(data, pathColumn, paths.Contains);
    }
}
