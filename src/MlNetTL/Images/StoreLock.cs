namespace MlNetTL.Images;

/// <summary>Lets one writer at a time into a store's folder, over all processes. The lock is the operating system's, on an open file: it ends with its
/// holder, however that ends.</summary>
internal static class StoreLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the lock; disposing the result gives it back.</summary>
    public static IDisposable Take(string folder, CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (IsHeldByAnother(error))
            {
                cancel.WaitHandle.WaitOne(s_pause);
            }
        }
    }

    // Windows: a sharing violation. Elsewhere: EWOULDBLOCK, 11 on Linux and 35 on macOS.
    private static bool IsHeldByAnother(IOException error) => error.HResult is unchecked((int)0x80070020) or 11 or 35;
}
