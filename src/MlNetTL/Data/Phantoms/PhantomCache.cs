using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>Draws each set of phantoms once on a machine and finds it again.</summary>
public static class PhantomCache
{
    /// <summary>The folder of the phantoms of these options, drawn now if they are not there yet.</summary>
    /// <param name="options">How many, how large, which seed.</param>
    /// <param name="progress">Told the share done, from 0 to 1, while it draws.</param>
    /// <param name="cancel">Ends the drawing; nothing is kept.</param>
    /// <returns>A folder under <see cref="Folders.Cache"/> that <c>LoadCheXpert</c> reads.</returns>
    /// <remarks>Several processes may ask at once: each draws into a folder of its own, the first to finish gives it its name, and the others take that one.</remarks>
    public static string Ensure(PhantomOptions options, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var shelf = Path.Combine(Folders.Cache, "phantoms");
        var folder = Path.Combine(shelf, NameOf(options));
        if (Directory.Exists(folder)) return folder;

        Directory.CreateDirectory(shelf);
        var draft = Path.Combine(shelf, $".{Path.GetFileName(folder)}.{Guid.NewGuid():N}.tmp");
        try
        {
            ChestPhantoms.WriteTo(draft, options, progress, cancel);
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster; its files are the same.
        }
        finally
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        }
        return folder;
    }

    private static string NameOf(PhantomOptions options)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{ChestPhantoms.Version} {options.TrainPatients} {options.ValidPatients} {options.Size} {options.Seed}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
