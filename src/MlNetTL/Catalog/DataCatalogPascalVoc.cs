using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads objects in boxes, in Pascal VOC's form.</summary>
public static class DataCatalogPascalVoc
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads the boxes of a folder in Pascal VOC's form: one row an object, whose image is a square around its box. No pixels are read.</summary>
        /// <param name="folder">The folder that holds <c>JPEGImages</c> and <c>Annotations</c>.</param>
        /// <param name="scale">The side of the square in longer sides of the box; above 0, at most 100.</param>
        /// <returns>A view with the columns of the overload with options: <c>Path</c>, <c>Source</c>, <c>Label</c>, <c>X</c> and <c>Y</c>.</returns>
        /// <exception cref="ArgumentException">The scale is out of range.</exception>
        /// <exception cref="DirectoryNotFoundException">The folder lacks one of the two folders.</exception>
        /// <exception cref="InvalidDataException">Files are not as they should be. The message lists the problems by file, up to twenty.</exception>
        /// <example>
        /// <code language="csharp">
        /// var mlContext = new MLContext(seed: 1);
        /// var cells = mlContext.Data.LoadPascalVoc("blood_cells", scale: 1.2);
        /// var split = mlContext.Data.TrainTestSplit(cells, testFraction: 0.2, samplingKeyColumnName: "Source");
        /// </code>
        /// </example>
        public IDataView LoadPascalVoc(string folder, double scale = 1) => catalog.LoadPascalVoc(folder, new PascalVocOptions(Scale: scale));

        /// <summary>Loads the boxes of a folder in Pascal VOC's form, with further choices. No pixels are read.</summary>
        /// <param name="folder">The folder that holds <c>JPEGImages</c> and <c>Annotations</c>.</param>
        /// <param name="options">What to read and what to cut out around each box.</param>
        /// <returns>
        /// A view with these columns, image by image in the order of the annotations:
        /// <list type="table">
        /// <listheader><term>Column</term><description>Type and meaning</description></listheader>
        /// <item><term><c>Path</c></term><description>Text: the full path of the image and the region of the patch, such as
        /// <c>…/cells.jpg#xywh=-5,60,32,32</c> (<see cref="Images.ImageRegion"/>). What lies beyond the border of the image is filled by mirroring.</description></item>
        /// <item><term><c>Source</c></term><description>Text: the image that the patch is cut from, without its ending. Give this name as
        /// <c>samplingKeyColumnName</c>, and no image is parted by a split.</description></item>
        /// <item><term><c>Label</c></term><description>Text: the object's name.</description></item>
        /// <item><term><c>X</c>, <c>Y</c></term><description>Single: the middle of the box on the image, in pixels from the left and the upper border, counted
        /// from 0 at the border itself.</description></item>
        /// </list>
        /// </returns>
        /// <exception cref="ArgumentException">Options are out of range; the message lists all of them.</exception>
        /// <exception cref="DirectoryNotFoundException">The folder lacks one of the two folders.</exception>
        /// <exception cref="FileNotFoundException">The list of the split does not exist.</exception>
        /// <exception cref="InvalidDataException">Files are not as they should be: XML that is torn or holds a document type, a box beyond its image, an image that
        /// is missing. The message lists the problems by file, up to twenty.</exception>
        /// <remarks>Corners are counted from 1 and belong to the box, as VOC's own programs have it. Objects marked as difficult are read like all others. Boxes
        /// under <see cref="PascalVocOptions.MinimumSide"/> are left out, which a warning tells with their number.</remarks>
        public IDataView LoadPascalVoc(string folder, PascalVocOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return PascalVocReader.Load(catalog, folder, options);
        }
    }
}
