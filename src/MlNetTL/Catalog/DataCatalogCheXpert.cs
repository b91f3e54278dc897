using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads CheXpert, a data set of 224,316 chest X-rays of 65,240 patients.</summary>
public static class DataCatalogCheXpert
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads the manifest of a CheXpert folder: one row an image, with its path and labels. No image is read.</summary>
        /// <param name="folder">The folder that holds <c>train.csv</c> and <c>valid.csv</c> (<c>CheXpert-v1.0-small</c> or
        /// <c>CheXpert-v1.0</c>, under any name), or its parent. The full-size release's numbered batch folders (<c>CheXpert-v1.0 batch 1 (validate &amp; csv)</c>, …)
        /// are found in or beside it: give the folder around them.</param>
        /// <param name="view">Frontal images, lateral ones, or all.</param>
        /// <param name="split">Which of the two files to read.</param>
        /// <returns>
        /// A view with these columns, in the order of the file:
        /// <list type="table">
        /// <listheader><term>Column</term><description>Type and meaning</description></listheader>
        /// <item><term><c>Path</c></term><description>Text: the full path of the image.</description></item>
        /// <item><term><c>Patient</c></term><description>Text: the patient, such as <c>patient00001</c>.
        /// Give this name as <c>samplingKeyColumnName</c>, and no patient is parted by a split.</description></item>
        /// <item><term><c>Study</c></term><description>Text: the examination, such as <c>patient00001/study1</c>.</description></item>
        /// <item><term><c>View</c></term><description>Text: <c>Frontal</c> or <c>Lateral</c>.</description></item>
        /// <item><term><c>Projection</c></term><description>Text: <c>AP</c>, <c>PA</c>, <c>LL</c>, <c>RL</c> or empty.</description></item>
        /// <item><term><c>Sex</c></term><description>Text: <c>Female</c>, <c>Male</c> or <c>Unknown</c>.</description></item>
        /// <item><term><c>Age</c></term><description>Single: in years; NaN where it is blank.</description></item>
        /// <item><term><c>Labels</c></term><description>Vector of Single, one slot for each of
        /// <see cref="CheXpertLabels.Names"/> (the annotation SlotNames holds them): 1 present, 0 absent, -1 uncertain, NaN not mentioned.</description></item>
        /// </list>
        /// </returns>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="FileNotFoundException">Neither the folder nor a folder in it has the CSV.</exception>
        /// <exception cref="InvalidDataException">The CSV is not as it should be. The message lists the problems by line and column, up to twenty.</exception>
        /// <remarks>Further columns of the CSV are passed over. A path that leaves the folder is refused.
        /// That the images exist is not checked, unless <see cref="CheXpertOptions.CheckFiles"/> asks for it.</remarks>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var images = mlContext.Data.LoadCheXpert("CheXpert-v1.0-small", CheXpertView.Frontal);
        /// var split = mlContext.Data.TrainTestSplit(images, testFraction: 0.1, samplingKeyColumnName: "Patient");
        /// </code>
        /// </example>
        public IDataView LoadCheXpert(string folder, CheXpertView view = CheXpertView.All, CheXpertSplit split = CheXpertSplit.Train) =>
            catalog.LoadCheXpert(folder, new CheXpertOptions(view, split));

        /// <summary>Loads the manifest of a CheXpert folder, with further choices.</summary>
        /// <param name="folder">The folder that holds <c>train.csv</c> and <c>valid.csv</c>, or its parent.</param>
        /// <param name="options">What to read, among it which observations make up the column <c>Labels</c>.</param>
        /// <returns>A view with the columns <c>Path</c>, <c>Patient</c>, <c>Study</c>, <c>View</c>, <c>Projection</c>, <c>Sex</c>, <c>Age</c> and <c>Labels</c>.</returns>
        /// <exception cref="ArgumentException">A label is not one of <see cref="CheXpertLabels.Names"/>, or the folder holds several copies.</exception>
        /// <exception cref="InvalidDataException">The CSV is not as it should be, or an image is missing and <see cref="CheXpertOptions.CheckFiles"/> is set.</exception>
        public IDataView LoadCheXpert(string folder, CheXpertOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return CheXpertReader.Load(catalog, folder, options);
        }
    }
}
