using MlNetTL.Training.Mixing;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // Whether two images make one.
    public sealed partial class Options
    {
        /// <summary>Mixes each training image with another of its batch, and their losses in the same shares: a row of <see cref="MixingTable"/>. Null: images stay apart. Validation is never mixed.</summary>
        /// <remarks>Images are mixed, not features: with <see cref="FreezeBackbone"/>, each epoch runs the whole network.</remarks>
        public MixingOptions? Mixing { get; set; }

        private IEnumerable<string> MixingProblems() => Mixing?.Problems() ?? [];
    }
}
