using MlNetTL.Images;

namespace MlNetTL.Tests.Data;

/// <summary>A folder in Pascal VOC's form with images of 64 x 48, written as other programs write it.</summary>
internal static class VocMiniature
{
    /// <summary>Adds an image with its annotation, all in one line; corners as the file has them.</summary>
    public static void Write(string folder, string name, (string Name, int Left, int Top, int Right, int Bottom)[] boxes, int width = 64)
    {
        Directory.CreateDirectory(Path.Combine(folder, "JPEGImages"));
        Directory.CreateDirectory(Path.Combine(folder, "Annotations"));
        var pixels = new byte[48 * 64];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i * 7 + name.Length);
        File.WriteAllBytes(Path.Combine(folder, "JPEGImages", $"{name}.png"), ImageEncoder.Png(pixels, 1, 48, 64, PixelType.Byte));
        var objects = boxes.Select(box => $"<object><name>{box.Name}</name><difficult>0</difficult><bndbox><xmin>{box.Left}</xmin><ymin>{box.Top}</ymin>"
            + $"<xmax>{box.Right}</xmax><ymax>{box.Bottom}.0</ymax></bndbox></object>");
        File.WriteAllText(Path.Combine(folder, "Annotations", $"{name}.xml"),
            $"<annotation><folder>JPEGImages</folder><filename>{name}.png</filename><size><width>{width}</width><height>48</height><depth>1</depth></size>{string.Concat(objects)}</annotation>");
    }
}
