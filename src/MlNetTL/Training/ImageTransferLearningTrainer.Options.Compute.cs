using Microsoft.ML;
using MlNetTL.Images;
using MlNetTL.Scoring;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // How a step is computed: in which numbers, in how many parts, with how much memory.
    public sealed partial class Options
    {
        /// <summary>The numbers that training computes in. Validation, features of a frozen body and the trained model are float32 whatever it is.</summary>
        /// <remarks><see cref="TrainingPrecision.Auto"/> hangs on the machine, and with it the weights: a fit that must be repeated elsewhere names one of the others. A checkpoint keeps what
        /// was chosen. Where libtorch lacks bfloat16 (Windows), float32 is taken with a warning.</remarks>
        public TrainingPrecision Precision { get; set; }

        /// <summary>Into how many parts of <see cref="BatchSize"/> images a step is divided, at least 1: a step takes BatchSize · AccumulationSteps images, and the memory of BatchSize. Its gradient
        /// is that of the mean over all its images, class weights and unknown labels included, as if they were one batch; but batch normalisation takes the statistics of each part. Epochs,
        /// schedules, <see cref="DropLastBatch"/> and checkpoints count steps.</summary>
        public int AccumulationSteps { get; set; } = 1;

        /// <summary>Whether the channels of a pixel lie side by side in memory while training, for which convolutions are made on CPUs and on GPUs with tensor cores. It changes the last bits only.</summary>
        public bool ChannelsLast { get; set; } = true;

        /// <summary>Whether training keeps only what goes into a network's blocks and computes what is within them a second time for the gradient (Chen et al., 'Training deep nets with sublinear
        /// memory cost', 2016): a step needs less memory and a third more arithmetic. Statistics of batch normalisation and the draws of dropout are those of the first time, so that the gradients
        /// are the same but for rounding.</summary>
        /// <remarks>A CPU on Linux gives each large block back to the system meanwhile, a setting of the whole process that is put back after the fit: without it the memory that is saved would remain
        /// in the heap as holes. That costs more time than the arithmetic; <see cref="AccumulationSteps"/> saves memory for less where there is no batch normalisation.</remarks>
        public bool ActivationCheckpointing { get; set; }

        /// <summary>Whether CUDA may multiply matrices and convolve in TF32, with 10 bits of float32's fraction, on Ampere GPUs and later. A setting of the whole process, put back after the fit.
        /// Null: PyTorch's default, convolutions yes and matrices no. It changes nothing on a CPU.</summary>
        public bool? AllowTF32 { get; set; }

        /// <summary>Sets <see cref="BatchSize"/> and <see cref="AccumulationSteps"/> so that a step fits into the memory that is free now, in as few equal parts of at most 256 images as it can be
        /// divided into; of more, where it has no divisor from 128 to 256. Their product, the images of a step, stays as it is. Takes steps of a few images, seconds on a CPU.</summary>
        /// <param name="mlContext">The context of the fit, whose GPU counts where <see cref="Device"/> is null.</param>
        /// <param name="layout">The images.</param>
        /// <param name="outputs">The outputs of the network, classes or labels; at least 1.</param>
        /// <returns>What was measured, a sentence for a log.</returns>
        /// <exception cref="ArgumentException">A setting does not hold.</exception>
        /// <exception cref="InsufficientMemoryException">Not even a part of the smallest size fits; the message says what would need less.</exception>
        public string FitBatchToMemory(MLContext mlContext, ImageLayout layout, int outputs)
        {
            Validate(layout);
            var fit = BatchFit.Of(this, layout, outputs, TorchDevice.Resolve(Device, mlContext, _ => { }));
            (BatchSize, AccumulationSteps) = (fit.BatchSize, fit.AccumulationSteps);
            return fit.Reason;
        }

        /// <summary>The images of an optimiser's step.</summary>
        internal int StepSize => BatchSize * AccumulationSteps;

        private IEnumerable<string> ComputeProblems()
        {
            foreach (var problem in Undefined(Precision)) yield return problem;
            if (AccumulationSteps < 1) yield return $"AccumulationSteps must be at least 1. Received: {AccumulationSteps}.";
            else if ((long)BatchSize * AccumulationSteps > int.MaxValue) yield return $"BatchSize times AccumulationSteps must be at most {int.MaxValue}. Received: {BatchSize} times {AccumulationSteps}.";
        }
    }
}
