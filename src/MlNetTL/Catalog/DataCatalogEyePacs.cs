using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads EyePACS, a data set of 88,702 photographs of the retinas of 44,351 patients.</summary>
public static class DataCatalogEyePacs
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads the manifest of an EyePACS folder: one row an image, with its path and grade. No image is read.</summary>
        /// <param name="folder">The folder that holds <c>trainLabels.csv</c> and the images in <c>train</c>, or <c>retinopathy_solution.csv</c> and the images
        /// in <c>test</c>; or its parent.</param>
        /// <param name="split">Which part.</param>
        /// <returns>
        /// A view with these columns, in the order of the file:
        /// <list type="table">
        /// <listheader><term>Column</term><description>Type and meaning</description></listheader>
        /// <item><term><c>Path</c></term><description>Text: the full path of the image.</description></item>
        /// <item><term><c>Patient</c></term><description>Text: the patient's number, such as <c>10</c>.
        /// Give this name as <c>samplingKeyColumnName</c>, and both eyes of a patient stay together.</description></item>
        /// <item><term><c>Eye</c></term><description>Text: <c>left</c> or <c>right</c>.</description></item>
        /// <item><term><c>Blank</c></term><description>Boolean: whether the image is known to show nothing (<see cref="EyePacsLabels.BlankImages"/>).
        /// Such images are left out, and their number is logged, unless <see cref="EyePacsOptions.KeepBlank"/> keeps them.</description></item>
        /// <item><term><c>Label</c></term><description>Text: the grade, <c>0</c> to <c>4</c>. <c>MapValueToKey</c> with
        /// <c>keyOrdinality: KeyOrdinality.ByValue</c> makes a key in the order of the grades of it.</description></item>
        /// <item><term><c>Grade</c></term><description>Single: the grade as a number, for regression.</description></item>
        /// <item><term><c>Labels</c></term><description>Vector of Single, one slot for each of <see cref="EyePacsLabels.Names"/> (the annotation SlotNames holds
        /// them): 1 where the grade reaches the threshold, else 0; for ordinal regression by several binary tasks.</description></item>
        /// </list>
        /// </returns>
        /// <exception cref="DirectoryNotFoundException">The folder, or <c>train</c> or <c>test</c> in it, does not exist.</exception>
        /// <exception cref="FileNotFoundException">Neither the folder nor a folder in it has the CSV.</exception>
        /// <exception cref="InvalidDataException">The CSV is not as it should be, an image of it is missing or listed twice, or two files have the same name. The
        /// message lists the problems by line and column, up to twenty.</exception>
        /// <remarks>Source: Kaggle, 'Diabetic Retinopathy Detection', 2015. Its metric is the quadratic weighted kappa.</remarks>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var images = mlContext.Data.LoadEyePacs("eyepacs");
        /// var split = mlContext.Data.TrainTestSplit(images, testFraction: 0.1, samplingKeyColumnName: "Patient");
        /// </code>
        /// </example>
        public IDataView LoadEyePacs(string folder, EyePacsSplit split = EyePacsSplit.Train) => catalog.LoadEyePacs(folder, new EyePacsOptions(split));

        /// <summary>Loads the manifest of an EyePACS folder, with further choices.</summary>
        /// <param name="folder">The folder that holds the CSV, or its parent.</param>
        /// <param name="options">What to read.</param>
        /// <returns>A view with the columns <c>Path</c>, <c>Patient</c>, <c>Eye</c>, <c>Blank</c>, <c>Label</c>, <c>Grade</c> and <c>Labels</c>.</returns>
        /// <exception cref="ArgumentException">A label is not one of <see cref="EyePacsLabels.Names"/>, or the folder holds several copies.</exception>
        /// <exception cref="InvalidDataException">The CSV or the folders are not as they should be.</exception>
        public IDataView LoadEyePacs(string folder, EyePacsOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return EyePacsReader.Load(catalog, folder, options);
        }
    }
}
