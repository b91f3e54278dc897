using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Training.Optimizers;

/// <summary>The moments of an optimiser as named tensors, to be kept and put back. TorchSharp's own way of saving them refuses tensors that lie channels-last.</summary>
internal static class OptimizerMoments
{
    /// <summary>Names and values. What an optimiser makes at its first step only is left out before that.</summary>
    public static IEnumerable<(string Name, Tensor Value)> Of(OptimizerHelper optimizer)
    {
        if (optimizer is CoolMomentumSteps cooling)
        {
            yield return ("step", tensor(cooling.StepsTaken));
            foreach (var (i, velocity) in cooling.Velocities.Index()) yield return ($"{i}.velocity", velocity);
            yield break;
        }
        foreach (var (i, state) in optimizer.state_dict().State.Index())
            switch (state)
            {
                case SGD.State sgd:
                    if (sgd.momentum_buffer is { } momentum) yield return ($"{i}.momentum_buffer", momentum);
                    break;
                case TorchSharp.Modules.Adam.State adam:
                    foreach (var moment in OfAdam(i, adam.step, adam.exp_avg, adam.exp_avg_sq)) yield return moment;
                    break;
                case TorchSharp.Modules.AdamW.State adam:
                    foreach (var moment in OfAdam(i, adam.step, adam.exp_avg, adam.exp_avg_sq)) yield return moment;
                    break;
                default:
                    throw new NotSupportedException($"{nameof(OptimizerMoments)} must know the state of each optimiser. It lacks '{state.GetType()}'.");
            }
    }

    // TorchSharp's Adam and AdamW hold the same, in classes that have nothing in common.
    private static (string Name, Tensor Value)[] OfAdam(int parameter, long step, Tensor mean, Tensor square) =>
        [($"{parameter}.step", tensor(step)), ($"{parameter}.exp_avg", mean), ($"{parameter}.exp_avg_sq", square)];

    /// <summary>Puts values back into an optimiser of the same parameters, in the same groups.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="copy">Copies the value of a name into a tensor; false where there is no such name.</param>
    public static void Restore(OptimizerHelper optimizer, Func<string, Tensor, bool> copy)
    {
        if (optimizer is CoolMomentumSteps cooling)
        {
            cooling.StepsTaken = Step("step");
            foreach (var (i, velocity) in cooling.Velocities.Index()) Require($"{i}.velocity", velocity);
            return;
        }
        var parameters = optimizer.parameters().ToList();
        foreach (var (i, state) in optimizer.state_dict().State.Index())
            switch (state)
            {
                case SGD.State sgd:
                    var momentum = sgd.momentum_buffer ?? empty_like(parameters[i]).detach().DetachFromDisposeScope();
                    if (copy($"{i}.momentum_buffer", momentum)) sgd.momentum_buffer = momentum;
                    else if (sgd.momentum_buffer is null) momentum.Dispose();
                    break;
                case TorchSharp.Modules.Adam.State adam:
                    adam.step = Adam(i, adam.exp_avg, adam.exp_avg_sq);
                    break;
                case TorchSharp.Modules.AdamW.State adam:
                    adam.step = Adam(i, adam.exp_avg, adam.exp_avg_sq);
                    break;
            }

        long Adam(int parameter, Tensor mean, Tensor square)
        {
            Require($"{parameter}.exp_avg", mean);
            Require($"{parameter}.exp_avg_sq", square);
            return Step($"{parameter}.step");
        }

        long Step(string name)
        {
            using var step = tensor(0L);
            Require(name, step);
            return step.item<long>();
        }

        void Require(string name, Tensor destination)
        {
            if (!copy(name, destination)) throw new InvalidDataException($"'{name}' of the optimiser is not in it.");
        }
    }
}
