using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Transforms;

namespace MlNetTL.Scoring;

/// <summary>Collects the pixels of a batch of rows and makes features of them.</summary>
/// <param name="network">Makes them.</param>
/// <param name="imageColumn">The image column.</param>
/// <param name="input">The cursor or row.</param>
/// <param name="batchRows">The most rows of a batch.</param>
/// <param name="checkAlive">Throws where the work was cancelled.</param>
internal sealed class FeatureWorker(FeatureNetwork network, string imageColumn, DataViewRow input, int batchRows, Action checkAlive) : IBatchWorker
{
    private readonly PixelBatch _batch = new(input, imageColumn, network.Description.Layout, batchRows);
    private readonly int _width = network.Description.Width;
    private float[] _features = [];

    public void Read(int slot) => _batch.Read(slot);

    public void Run(int count)
    {
        checkAlive();
        Array.Resize(ref _features, count * _width);
        // What a network makes of a black image is no feature of an image that could not be read.
        _features.AsSpan().Fill(float.NaN);
        network.Features(_batch.Pixels, [.. Enumerable.Range(0, count).Where(slot => !_batch.IsUnreadable(slot))], _features);
    }

    // A pass over data is worth a file of its own; rows that a prediction engine asks for one by one are collected until there are enough of them.
    public void Finish() => network.Publish();

    public Delegate MakeGetter(int output, Func<int> currentSlot) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
    {
        // The slot first: asking for it may run the batch, which replaces the features.
        var slot = currentSlot();
        var editor = VBufferEditor.Create(ref value, _width);
        _features.AsSpan(slot * _width, _width).CopyTo(editor.Values);
        value = editor.Commit();
    });

    // A pass that was not read to its end.
    public void Dispose()
    {
        if (input is DataViewRowCursor) network.Publish();
    }
}
