using NetVips;

namespace MlNetTL.Images;

/// <summary>An opened image, turned as its EXIF orientation says.</summary>
internal sealed class UprightImage : IDisposable
{
    private readonly OpenImage[] _opened;
    private readonly Image? _turned;

    private UprightImage(OpenImage[] opened, Image? turned) => (_opened, _turned) = (opened, turned);

    /// <summary>The image; its pixels are decoded when they are asked for.</summary>
    public Image Image => _turned ?? _opened[0].Image;

    /// <summary>Opens it.</summary>
    /// <param name="open">Opens the file; called again where the rows are needed in another order than they are stored in.</param>
    /// <param name="check">Refuses an image by its header.</param>
    public static UprightImage Open(Func<Enums.Access, OpenImage> open, Action<Image> check)
    {
        var opened = open(Enums.Access.Sequential);
        OpenImage? turnable = null;
        try
        {
            check(opened.Image);
            if (OrientationOf(opened.Image) == 1) return new([opened], null);
            turnable = open(Enums.Access.Random);
            return new([opened, turnable], turnable.Image.Autorot());
        }
        catch
        {
            turnable?.Dispose();
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The EXIF orientation of an image; 1 where it has none.</summary>
    public static int OrientationOf(Image image) =>
        image.Contains("orientation") && image.Get("orientation") is int orientation and >= 1 and <= 8 ? orientation : 1;

    public void Dispose()
    {
        _turned?.Dispose();
        foreach (var opened in _opened) opened.Dispose();
    }
}
