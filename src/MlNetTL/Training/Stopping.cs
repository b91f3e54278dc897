using MlNetTL.Training.Checkpoints;

namespace MlNetTL.Training;

/// <summary>Tells which epoch is the best and when there has been no better one for too long. One object serves one fit.</summary>
/// <param name="patience">Epochs without improvement after which training has stalled; null for never.</param>
/// <param name="minimumImprovement">The least change of the figure that ends a stall.</param>
/// <param name="from">What an earlier fit knew, where this one goes on from it; null from the start.</param>
internal sealed class Stopping(int? patience, double minimumImprovement, StoppingState? from = null)
{
    private double _best = (from ?? StoppingState.Start).Best, _bestLoss = (from ?? StoppingState.Start).BestLoss, _reference = (from ?? StoppingState.Start).Reference;
    private int _withoutImprovement = (from ?? StoppingState.Start).WithoutImprovement;

    /// <summary>What is known by now.</summary>
    public StoppingState State => new(_best, _bestLoss, _reference, _withoutImprovement);

    /// <summary>Whether training has converged.</summary>
    public bool HasStalled => patience is { } epochs && _withoutImprovement >= epochs;

    /// <summary>Begins the count anew: more of the network trains now, and what stalled before may go on.</summary>
    public void Forget() => _withoutImprovement = 0;

    /// <summary>Forgets the best epoch, too: what trains from now on is measured by itself.</summary>
    public void StartAnew() => (_best, _bestLoss, _reference, _withoutImprovement) = StoppingState.Start;

    /// <summary>Takes the figures of an epoch and tells whether it is the best so far; of two with the same figure, the one with the lower loss.</summary>
    /// <param name="figure">Higher is better.</param>
    /// <param name="loss">Lower is better.</param>
    public bool Take(double figure, double loss)
    {
        var improved = figure > _reference + minimumImprovement;
        if (improved) _reference = figure;
        _withoutImprovement = improved ? 0 : _withoutImprovement + 1;
        if (!(figure > _best || figure == _best && loss < _bestLoss)) return false;
        (_best, _bestLoss) = (figure, loss);
        return true;
    }
}
