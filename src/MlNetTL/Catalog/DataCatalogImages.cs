using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads images by a CSV or Parquet file, or by a folder.</summary>
public static class DataCatalogImages
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads a CSV or Parquet file with a column of paths and a column of classes. No image is read.</summary>
        /// <param name="csv">The file. A CSV's first line names the columns; a file counts as Parquet by its ending, .parquet, or by its first bytes.</param>
        /// <param name="pathColumn">The column with the path of each image, relative to <paramref name="imageFolder"/>.</param>
        /// <param name="labelColumn">The column with the class of each image; null for none.</param>
        /// <param name="patientColumn">The column that says whose image it is; null for none.</param>
        /// <param name="splitColumn">The column that says to which part of the data an image belongs; null for none.</param>
        /// <param name="split">Only rows with this value in <paramref name="splitColumn"/> are loaded; null for all.</param>
        /// <param name="imageFolder">The folder that the paths start from; null for the CSV's own.</param>
        /// <returns>
        /// A view with the columns <c>Path</c> (Text, the full path) and, where their columns are given, <c>Label</c> (Text), <c>Patient</c> (Text; give this name as
        /// <c>samplingKeyColumnName</c> to a split) and <c>Split</c> (Text).
        /// </returns>
        /// <exception cref="FileNotFoundException">The CSV does not exist.</exception>
        /// <exception cref="DirectoryNotFoundException">The folder of the images does not exist.</exception>
        /// <exception cref="ArgumentException">A split is asked for without its column.</exception>
        /// <exception cref="InvalidDataException">The CSV is not as it should be. The message lists the problems by line (row, in Parquet) and column, up to twenty;
        /// an image that is listed twice is one.</exception>
        /// <remarks>A path that leaves the folder is refused. Map <c>Label</c> to a Key by
        /// <c>mlContext.Transforms.Conversion.MapValueToKey("Label")</c> for a multiclass trainer.</remarks>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var train = mlContext.Data.LoadImageManifest("pneumonia/labels.csv", patientColumn: "patient", splitColumn: "split", split: "train");
        /// var test = mlContext.Data.LoadImageManifest("pneumonia/labels.csv", patientColumn: "patient", splitColumn: "split", split: "test");
        /// </code>
        /// </example>
        public IDataView LoadImageManifest(
            string csv, string pathColumn = "path", string? labelColumn = "label", string? patientColumn = null,
            string? splitColumn = null, string? split = null, string? imageFolder = null) =>
            catalog.LoadImageManifest(csv, new ImageManifestOptions(pathColumn, labelColumn, null, patientColumn, splitColumn, split, imageFolder));

        /// <summary>Loads a CSV or Parquet file with a column of paths and one or several columns of labels. No image is read.</summary>
        /// <param name="csv">The file. A CSV's first line names the columns.</param>
        /// <param name="options">Which columns to read, and how. With <see cref="ImageManifestOptions.LabelColumns"/>
        /// the view has a column <c>Labels</c>: 1, 0, -1, and NaN where blank.</param>
        /// <returns>A view with the columns <c>Path</c> and, where asked for, <c>Label</c> or <c>Labels</c>, <c>Value</c> (Single), <c>Patient</c>,
        /// <c>Study</c>, <c>Source</c> and <c>Split</c>.</returns>
        /// <exception cref="InvalidDataException">The CSV is not as it should be, or an image is missing and <see cref="ImageManifestOptions.CheckFiles"/> is set.</exception>
        public IDataView LoadImageManifest(string csv, ImageManifestOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return ManifestSchema.ToView(catalog, ManifestReader.Read(csv, options), options);
        }

        /// <summary>Loads images that lie in a folder for each class: <c>folder/class/image</c>, or <c>folder/split/class/image</c>. No image is read.</summary>
        /// <param name="folder">The folder. Where all folders in it are called train, training, val, valid, validation, test or testing, they are splits.</param>
        /// <param name="split">The split to load, by its folder's name (without regard to case); null for all.</param>
        /// <param name="patientPattern">A regular expression with one group, which is the patient, for the name of each file, such as <c>^(person[0-9]+)</c>; null
        /// for no patients.</param>
        /// <returns>A view with the columns <c>Path</c> (Text, the full path), <c>Label</c> (Text, the name of the class's folder) and, where there are such,
        /// <c>Split</c> (Text, the name of the split's folder) and <c>Patient</c> (Text), in ordinal order of split, class and file.</returns>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="ArgumentException">There is no such split, or the pattern cannot be used.</exception>
        /// <exception cref="InvalidDataException">Images lie at different depths, a class has none, or the pattern does not fit a file's name. The message lists the
        /// problems, up to twenty.</exception>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var train = mlContext.Data.LoadClassFolders("chest_xray", "train");
        /// var test = mlContext.Data.LoadClassFolders("chest_xray", "test");
        /// </code>
        /// </example>
        public IDataView LoadClassFolders(string folder, string? split = null, string? patientPattern = null) =>
            ClassFolderDataset.Load(catalog, folder, split, patientPattern);

        /// <summary>Loads all images of a folder and its folders, to predict on them. No image is read.</summary>
        /// <param name="folder">The folder. Files count as images by the ending of their name: .jpg, .jpeg, .png, .tif, .tiff, .gif, .webp, .dcm; without an ending, or
        /// with one of digits, by their first bytes where these are DICOM's.</param>
        /// <returns>A view with one column, <c>Path</c> (Text, the full path), in ordinal order.</returns>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="FileNotFoundException">It holds no image.</exception>
        /// <example>
        /// <code language="csharp">
        /// var predictions = model.Transform(mlContext.Data.LoadImageFolder("incoming"));
        /// </code>
        /// </example>
        public IDataView LoadImageFolder(string folder)
        {
            var rows = ImageFiles.In(folder).Select(path => new ManifestRow { Path = path }).ToList();
            return ManifestSchema.ToView(catalog, rows, new ImageManifestOptions(LabelColumn: null));
        }
    }
}
