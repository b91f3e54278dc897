using Microsoft.ML;
using MlNetTL.Transforms;

namespace MlNetTL.Scoring;

/// <summary>Collects the pixels of a batch of rows and runs the network on them.</summary>
internal sealed class ScoringWorker(ImageTransferLearningModel model, ScoreColumns columns, string featureColumn, DataViewRow input, int batchRows) : IBatchWorker
{
    private readonly PixelBatch _batch = new(input, featureColumn, model.Description.Layout, batchRows);
    private readonly int _outputs = model.Description.Logits;
    private float[] _logits = [];

    public void Read(int slot) => _batch.Read(slot);

    public void Run(int count)
    {
        var views = model.Logits(_batch.Pixels, count);
        _logits = views.Length == 1 ? views[0] : [.. Enumerable.Range(0, count).SelectMany(slot => columns.MeanOf([.. views.Select(view => RowOf(view, slot))]))];
        for (var slot = 0; slot < count; slot++)
            if (_batch.IsUnreadable(slot)) _logits.AsSpan(slot * _outputs, _outputs).Fill(float.NaN);
    }

    // The slot first: asking for it may run the batch, which replaces the outputs.
    public Delegate MakeGetter(int output, Func<int> currentSlot) => columns.MakeGetter(output, () =>
    {
        var slot = currentSlot();
        return RowOf(_logits, slot);
    });

    private ReadOnlyMemory<float> RowOf(float[] logits, int slot) => logits.AsMemory(slot * _outputs, _outputs);

    public void Dispose()
    {
    }
}
