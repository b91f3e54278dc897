using NetVips;

namespace MlNetTL.Images;

/// <summary>Opens images with libvips, by a loader chosen from the file's first bytes.</summary>
internal static class VipsLoader
{
    private static readonly Lazy<bool> s_ready = new(Configure);

    /// <summary>Opens an image; its header is read now, its pixels when they are asked for.</summary>
    /// <exception cref="VipsException">The header is damaged.</exception>
    public static Image Open(Source source, ImageFormat format, Enums.Access access)
    {
        // Error stops at data that end too early and at damage, but not at the oddities of working files that are only warned of.
        const Enums.FailOn failOn = Enums.FailOn.Error;
        return format switch
        {
            ImageFormat.Jpeg => Image.JpegloadSource(source, access: access, failOn: failOn),
            ImageFormat.Png => Image.PngloadSource(source, access: access, failOn: failOn),
            ImageFormat.Tiff => Image.TiffloadSource(source, access: access, failOn: failOn),
            ImageFormat.WebP => Image.WebploadSource(source, access: access, failOn: failOn),
            _ => Image.GifloadSource(source, access: access, failOn: failOn),
        };
    }

    /// <summary>Sets libvips up, once a process, before anything else is asked of it.</summary>
    public static void EnsureReady() => _ = s_ready.Value;

    private static bool Configure()
    {
        // Images are decoded side by side, one thread each, and no image is decoded twice: libvips's own threads and cache would only cost.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        // Its warnings go to the standard error otherwise, unasked.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
        return true;
    }
}
