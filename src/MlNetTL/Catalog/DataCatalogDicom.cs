using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL;

/// <summary>Loads folders of DICOM files.</summary>
public static class DataCatalogDicom
{
    extension(DataOperationsCatalog catalog)
    {
        /// <summary>Loads the headers of all DICOM images in a folder and its folders. No pixel is decoded.</summary>
        /// <param name="folder">The folder. Files are known by their first bytes, whatever their name; directories (DICOMDIR) and reports are passed over.</param>
        /// <returns>
        /// A view with these columns, in ordinal order of the paths:
        /// <list type="table">
        /// <listheader><term>Column</term><description>Type and meaning</description></listheader>
        /// <item><term><c>Path</c></term><description>Text: the full path.</description></item>
        /// <item><term><c>Patient</c></term><description>Text: Patient ID; where it was taken out the study, and without that the path. Give this name as
        /// <c>samplingKeyColumnName</c>, and no patient is parted by a split.</description></item>
        /// <item><term><c>Study</c></term><description>Text: Study Instance UID.</description></item>
        /// <item><term><c>View</c></term><description>Text: View Position, such as <c>AP</c>, <c>PA</c> or <c>LL</c>; empty where the file has none.</description></item>
        /// <item><term><c>Sex</c></term><description>Text: <c>Female</c>, <c>Male</c>, <c>Other</c> or <c>Unknown</c>.</description></item>
        /// <item><term><c>Age</c></term><description>Single: in years; NaN where it is not known.</description></item>
        /// <item><term><c>Modality</c></term><description>Text: <c>CR</c>, <c>DX</c>, <c>MG</c> and so on.</description></item>
        /// </list>
        /// </returns>
        /// <remarks>DICOM files carry no labels: join them from a CSV with <c>LoadImageManifest</c>, which takes .dcm files like any other image. Of several frames the first is decoded.</remarks>
        /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
        /// <exception cref="FileNotFoundException">It holds no DICOM image.</exception>
        /// <exception cref="InvalidDataException">Headers cannot be read; the message lists the files, up to twenty.</exception>
        public IDataView LoadDicomFolder(string folder) => DicomFolder.Load(catalog, folder);
    }
}
