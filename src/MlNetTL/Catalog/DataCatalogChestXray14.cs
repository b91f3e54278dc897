using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads ChestX-ray14, a data set of 112,120 frontal chest X-rays of 30,805 patients.</summary>
public static class DataCatalogChestXray14
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads the manifest of a ChestX-ray14 folder: one row an image, with its path and findings. No image is read.</summary>
        /// <param name="folder">The folder that holds <c>Data_Entry_2017.csv</c>, the lists <c>train_val_list.txt</c> and <c>test_list.txt</c>, and the images in
        /// <c>images_001/images</c> … <c>images_012/images</c> or in <c>images</c>; or its parent.</param>
        /// <param name="split">Which of the official lists, or all images.</param>
        /// <returns>
        /// A view with these columns, in the order of the file:
        /// <list type="table">
        /// <listheader><term>Column</term><description>Type and meaning</description></listheader>
        /// <item><term><c>Path</c></term><description>Text: the full path of the image.</description></item>
        /// <item><term><c>Patient</c></term><description>Text: the patient's number, such as <c>75</c>.
        /// Give this name as <c>samplingKeyColumnName</c>, and no patient is parted by a split.</description></item>
        /// <item><term><c>Study</c></term><description>Text: patient and examination, such as <c>75/0</c>.</description></item>
        /// <item><term><c>FollowUp</c></term><description>Single: the number of the examination, from 0.</description></item>
        /// <item><term><c>View</c></term><description>Text: <c>PA</c>, <c>AP</c> or empty.</description></item>
        /// <item><term><c>Sex</c></term><description>Text: <c>Female</c>, <c>Male</c> or empty.</description></item>
        /// <item><term><c>Age</c></term><description>Single: in years, 0 to 150; NaN where it is blank, or higher as in some rows of the release.</description></item>
        /// <item><term><c>Width</c>, <c>Height</c></term><description>Single: pixels of the image before the release brought it to 1024 x 1024; NaN where
        /// the table does not say.</description></item>
        /// <item><term><c>Labels</c></term><description>Vector of Single, one slot for each of the fourteen <see cref="ChestXray14Labels.Findings"/>
        /// (the annotation SlotNames holds them): 1 where the table names the finding, else 0.</description></item>
        /// </list>
        /// </returns>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="FileNotFoundException">The table or one of the lists is missing.</exception>
        /// <exception cref="InvalidDataException">The table is not as it should be, an image of it is in no folder or listed twice, two folders hold an image of
        /// the same name, or a patient is on both lists. The message lists the problems by line and column, up to twenty.</exception>
        /// <remarks>The labels were read out of reports by a program; by its authors' account more than 90 of 100 are right. Image names are looked up in
        /// the folders, which are listed once. Source: Wang et al., CVPR 2017.</remarks>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var images = mlContext.Data.LoadChestXray14("ChestX-ray14");
        /// var test = mlContext.Data.LoadChestXray14("ChestX-ray14", ChestXray14Split.Test);
        /// </code>
        /// </example>
        public IDataView LoadChestXray14(string folder, ChestXray14Split split = ChestXray14Split.TrainVal) =>
            catalog.LoadChestXray14(folder, new ChestXray14Options(split));

        /// <summary>Loads the manifest of a ChestX-ray14 folder, with further choices.</summary>
        /// <param name="folder">The folder that holds <c>Data_Entry_2017.csv</c>, or its parent.</param>
        /// <param name="options">What to read, among it which findings make up the column <c>Labels</c>.</param>
        /// <returns>A view with the columns <c>Path</c>, <c>Patient</c>, <c>Study</c>, <c>FollowUp</c>, <c>View</c>, <c>Sex</c>, <c>Age</c>, <c>Width</c>,
        /// <c>Height</c> and <c>Labels</c>.</returns>
        /// <exception cref="ArgumentException">A label is not one of <see cref="ChestXray14Labels.Names"/>, or the folder holds several copies.</exception>
        /// <exception cref="InvalidDataException">The table or the folders are not as they should be.</exception>
        public IDataView LoadChestXray14(string folder, ChestXray14Options options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return ChestXray14Reader.Load(catalog, folder, options);
        }
    }
}
