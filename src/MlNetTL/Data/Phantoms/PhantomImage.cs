using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>Draws one image of a study. It hangs on (seed, patient, study, view) only, so images can be drawn in any order.</summary>
internal static class PhantomImage
{
    /// <summary>Grey values, row by row.</summary>
    public static byte[] Draw(PhantomOptions options, PhantomStudy study, bool lateral)
    {
        var anatomy = PhantomAnatomy.Draw(options.Seed, study.Patient);
        var random = new RowRandom(options.Seed, lateral ? "phantom lateral" : "phantom frontal", epoch: study.Number, row: study.Patient);
        IPhantomView view = lateral ? new LateralPhantom(anatomy, study.Signs, ref random) : new FrontalPhantom(anatomy, study.Signs, ref random);
        var pose = new PhantomPose(ref random);
        var patches = DrawPatches(view, study.Signs, ref random);

        var densities = new float[options.Size * options.Size];
        for (var row = 0; row < options.Size; row++)
            for (var column = 0; column < options.Size; column++)
            {
                var (x, y) = pose.BodyAt((2 * column + 1f) / options.Size - 1, (2 * row + 1f) / options.Size - 1);
                var (density, lung) = view.At(x, y);
                foreach (var patch in patches) density += patch.At(x, y) * (0.15f + 0.85f * lung);
                densities[row * options.Size + column] = density;
            }
        if (study.Signs.SupportDevices) PhantomDevice.Add(densities, options.Size, pose, ref random);
        return PhantomExposure.Develop(densities, options.Size, ref random);
    }

    // Shadows without meaning lie over sick and well alike; an image with an opacity has one shadow fewer, so that patches cannot be counted.
    private static PhantomPatch[] DrawPatches(IPhantomView view, PhantomSigns signs, ref RowRandom random)
    {
        var patches = new PhantomPatch[1 + random.NextInt(2)];
        for (var i = 0; i < patches.Length; i++) patches[i] = new PhantomPatch(view, isOpacity: i == 0 && signs.LungOpacity, ref random);
        return patches;
    }
}
