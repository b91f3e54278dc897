using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads CoNSeP, a data set of 24,319 nuclei on 41 tiles of colorectal tissue.</summary>
public static class DataCatalogCoNSeP
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads the nuclei of a CoNSeP folder: one row a nucleus, whose image is a patch of its tile around its centroid. No pixels are read.</summary>
        /// <param name="folder">The folder that holds <c>Train</c> and <c>Test</c>, each with <c>Images/*.png</c> and <c>Labels/*.mat</c>, or its parent where it is
        /// called <c>CoNSeP</c>.</param>
        /// <param name="split">The folder to read.</param>
        /// <param name="patchSize">The side of the patches, in pixels, 1 to 16,384; the study takes 32.</param>
        /// <param name="classes">The seven classes of the files, or the four that the paper measures.</param>
        /// <returns>
        /// A view with these columns, tile by tile in the order of the files:
        /// <list type="table">
        /// <listheader><term>Column</term><description>Type and meaning</description></listheader>
        /// <item><term><c>Path</c></term><description>Text: the full path of the tile and the region of the patch, such as
        /// <c>…/train_1.png#xywh=-5,960,32,32</c> (<see cref="Images.ImageRegion"/>). What lies beyond the border of the tile is filled by mirroring.</description></item>
        /// <item><term><c>Source</c></term><description>Text: the tile, such as <c>train_1</c>. Give this name as <c>samplingKeyColumnName</c>, and no tile is
        /// parted by a split. Which of the 16 patients a tile comes from is not published, so there is no column <c>Patient</c>.</description></item>
        /// <item><term><c>Label</c></term><description>Text: one of <see cref="CoNSePLabels.Seven"/> or <see cref="CoNSePLabels.Four"/>.</description></item>
        /// <item><term><c>X</c>, <c>Y</c></term><description>Single: the centroid on the tile, in pixels from the left and the upper border, counted from
        /// 0.</description></item>
        /// </list>
        /// </returns>
        /// <exception cref="ArgumentException">The side of the patches is out of range.</exception>
        /// <exception cref="DirectoryNotFoundException">The folder does not hold the split.</exception>
        /// <exception cref="InvalidDataException">Files are not as they should be: a tile without labels, a torn <c>.mat</c> file or one of version 7.3, a type that is
        /// not 1 to 7, a centroid beyond the tile. The message lists the problems by file, up to twenty.</exception>
        /// <remarks>
        /// <para>Of a <c>.mat</c> file the arrays <c>inst_type</c> (N x 1) and <c>inst_centroid</c> (N x 2: x, y) are read; of a tile, the header. Tiles are decoded
        /// once for all patches that follow each other.</para>
        /// <para>Source: Graham et al., 'HoVer-Net: simultaneous segmentation and classification of nuclei in multi-tissue histology images', Medical Image
        /// Analysis 58, 2019; https://warwick.ac.uk/fac/cross_fac/tia/data/hovernet.</para>
        /// </remarks>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var nuclei = mlContext.Data.LoadCoNSeP("CoNSeP", classes: CoNSePClasses.Four);
        /// var split = mlContext.Data.TrainTestSplit(nuclei, testFraction: 0.2, samplingKeyColumnName: "Source");
        /// </code>
        /// </example>
        public IDataView LoadCoNSeP(
            string folder, CoNSePSplit split = CoNSePSplit.Train, int patchSize = 32, CoNSePClasses classes = CoNSePClasses.Seven) =>
            CoNSePReader.Load(catalog, folder, new(split, patchSize, classes));
    }
}
