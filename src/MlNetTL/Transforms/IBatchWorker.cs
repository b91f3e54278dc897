namespace MlNetTL.Transforms;

/// <summary>Computes the output columns of a transformer for a batch of rows. A worker serves one cursor (or one row) and is used by one thread.</summary>
/// <remarks>The same worker serves the look-ahead cursor (many slots) and ML.NET's row-to-row mapper (one slot), so both give the same values.</remarks>
internal interface IBatchWorker : IDisposable
{
    /// <summary>Takes what the outputs need from the input row where it now stands, into a slot from 0 to <c>BatchRows</c> - 1.</summary>
    void Read(int slot);

    /// <summary>Computes the outputs of slots 0 to <paramref name="count"/> - 1.</summary>
    void Run(int count);

    /// <summary>Is told that a cursor has read its last row. A cursor may be disposed much later than that: ML.NET's in-memory cache leaves its own to the garbage
    /// collector.</summary>
    void Finish()
    {
    }

    /// <summary>Makes the getter of an output column: a <c>ValueGetter&lt;T&gt;</c> that returns the value of the slot that <paramref name="currentSlot"/> tells.</summary>
    Delegate MakeGetter(int output, Func<int> currentSlot);
}
