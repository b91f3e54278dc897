using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Transforms;

namespace MlNetTL;

/// <summary>Writes splits of images to files and reads them back, on <c>mlContext.Data</c>.</summary>
public static class DataCatalogSplitFiles
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Writes which image is in which set: a CSV with the columns path, group and set, and comments with the unit and a hash of the images.</summary>
        /// <param name="split">The sets.</param>
        /// <param name="file">The file; it is written whole or not at all.</param>
        /// <param name="imageFolder">The folder that paths are written from, as another machine has the images elsewhere.</param>
        /// <param name="unit">What the split keeps together; its column must be in the data (Path for images).</param>
        /// <param name="pathColumnName">The images' paths (Text).</param>
        /// <exception cref="ArgumentException">A column is missing or is not Text.</exception>
        public void SaveSplit(TrainValidationTestData split, string file, string imageFolder, SplitUnit unit = SplitUnit.Patient, string pathColumnName = "Path")
        {
            ArgumentNullException.ThrowIfNull(split);
            ArgumentException.ThrowIfNullOrEmpty(file);
            (string Name, IDataView? View)[] sets = [("train", split.TrainSet), ("validation", split.ValidationSet), ("test", split.TestSet)];
            var rows = sets.Where(set => set.View is not null)
                .SelectMany(set => Read(set.View!, imageFolder, unit, pathColumnName).Images.Select(image => new SplitRow(image.Name, image.Group, set.Name)));
            SplitFile.Write(file, new(unit, null, [], [.. rows.DistinctBy(row => row.Path)]));
        }

        /// <summary>Divides rows as a file says, which <c>SaveSplit</c> or <c>mlnettl data split</c> wrote, or a person: columns path, group and set.</summary>
        /// <param name="data">The data.</param>
        /// <param name="file">The file. Images of the set 'none' are left out.</param>
        /// <param name="imageFolder">The folder that its paths start from.</param>
        /// <param name="pathColumnName">The images' paths (Text).</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidDataException">It is not as it should be, parts a group, has folds, or was made for other images; the message names them.</exception>
        public TrainValidationTestData LoadSplit(IDataView data, string file, string imageFolder, string pathColumnName = "Path")
        {
            ArgumentNullException.ThrowIfNull(data);
            ArgumentException.ThrowIfNullOrEmpty(file);
            var table = SplitFile.Read(file);
            if (table.Folds is { } folds) throw new InvalidDataException($"{file} must hold sets (train, validation, test). Found {folds} folds. Name it in a pipeline's data.split.file, or write sets.");
            var columns = Read(data, imageFolder, table.Unit, pathColumnName);
            var setOf = table.SetsOf(file, [.. columns.Images.Select(image => (image.Name, image.Group))]);
            return new(Set("train"), setOf.Contains("validation") ? Set("validation") : null, setOf.Contains("test") ? Set("test") : null);

            TextFilterView Set(string name)
            {
                var paths = columns.Paths.Where((_, i) => setOf[i] == name).ToHashSet();
                return new(data, pathColumnName, paths.Contains);
            }
        }
    }

    private static SplitColumns Read(IDataView view, string folder, SplitUnit unit, string pathColumn) =>
        SplitColumns.Read(view, pathColumn, unit == SplitUnit.Image ? null : unit.ToString(), null, withNegatives: false, Path.GetFullPath(folder));
}
