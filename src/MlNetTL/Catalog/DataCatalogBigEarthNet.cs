using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads BigEarthNet, a data set of up to 590,326 patches of Sentinel-2 images with land cover.</summary>
public static class DataCatalogBigEarthNet
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads the patches of a BigEarthNet folder with the ten bands of 10 and 20 m and nineteen classes. No pixels are read.</summary>
        /// <param name="folder">Version 1: the folder that holds the patches, or its parent where it is called <c>BigEarthNet-v1.0</c>. Version 2: the folder that
        /// holds <c>metadata.parquet</c> and <c>BigEarthNet-S2</c>.</param>
        /// <param name="split">The patches of one part of the data, or all.</param>
        /// <returns>A view with the columns of the overload with options: <c>Path</c>, <c>Source</c>, <c>Split</c> and <c>Labels</c>.</returns>
        /// <exception cref="DirectoryNotFoundException">The folder is neither version's.</exception>
        /// <exception cref="FileNotFoundException">A split of version 1 is asked for, and its list names no patch of the folder.</exception>
        /// <exception cref="InvalidDataException">Files are not as they should be. The message lists the problems by file, up to twenty.</exception>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var patches = mlContext.Data.LoadBigEarthNet("BigEarthNet-v1.0");
        /// var split = mlContext.Data.TrainTestSplit(patches, testFraction: 0.2, samplingKeyColumnName: "Source");
        /// </code>
        /// </example>
        public IDataView LoadBigEarthNet(string folder, BigEarthNetSplit split = BigEarthNetSplit.All) => catalog.LoadBigEarthNet(folder, new BigEarthNetOptions(split));

        /// <summary>Loads the patches of a BigEarthNet folder, with further choices. No pixels are read.</summary>
        /// <param name="folder">The folder of version 1 or 2.</param>
        /// <param name="options">The split, the classes, the bands and the labels.</param>
        /// <returns>
        /// A view with these columns, in the order of the names (version 1) or of the metadata (version 2):
        /// <list type="table">
        /// <listheader><term>Column</term><description>Type and meaning</description></listheader>
        /// <item><term><c>Path</c></term><description>Text: the full paths of the files of the bands with '|' between (<see cref="Images.BandFiles"/>). Bands of
        /// 120, 60 and 20 pixels are brought to one size when the image is decoded, as UInt16 with as many channels as bands.</description></item>
        /// <item><term><c>Source</c></term><description>Text: the Sentinel-2 tile that the patch was cut from (<c>tile_source</c> of version 1; of version 2 the
        /// patch's name without its place). Give this name as <c>samplingKeyColumnName</c>, and no tile is parted by a split.</description></item>
        /// <item><term><c>Split</c></term><description>Text: <c>Train</c>, <c>Validation</c>, <c>Test</c>, or empty where no list tells.</description></item>
        /// <item><term><c>Labels</c></term><description>Vector of Single, one slot for each label, in CORINE's order (the annotation SlotNames holds the names):
        /// 1 present, 0 absent.</description></item>
        /// </list>
        /// </returns>
        /// <exception cref="ArgumentException">Bands, labels or classes are not such as the data have.</exception>
        /// <exception cref="DirectoryNotFoundException">The folder is neither version's.</exception>
        /// <exception cref="FileNotFoundException">A split of version 1 is asked for, and its list names no patch of the folder.</exception>
        /// <exception cref="InvalidDataException">Files are not as they should be: an unknown label, a patch in two lists, a band that is missing, has 8 bits or another
        /// size than its resolution says. The message lists the problems by file, up to twenty.</exception>
        /// <remarks>
        /// <para>Of version 1 the lists that the authors publish are used where they lie in the folder: <c>train.csv</c>, <c>val.csv</c> and <c>test.csv</c> tell the
        /// split, patches of <c>patches_with_seasonal_snow.csv</c> and <c>patches_with_cloud_and_shadow.csv</c> are left out. Of version 2 the columns <c>split</c>,
        /// <c>labels</c> and, where they are there, <c>contains_seasonal_snow</c> and <c>contains_cloud_or_shadow</c> tell the same. Patches left without a class are
        /// left out as well. A warning tells how many, by the reason.</para>
        /// <para>Sources: Sumbul et al., 'BigEarthNet', IGARSS 2019 (43 labels); Sumbul et al., 'BigEarthNet-MM', IEEE GRSM 9, 2021 (19 classes); Clasen et al.,
        /// 'reBEN: refined BigEarthNet dataset for remote sensing image analysis', 2024 (version 2).</para>
        /// </remarks>
        public IDataView LoadBigEarthNet(string folder, BigEarthNetOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return BigEarthNetReader.Load(catalog, folder, options);
        }
    }
}
