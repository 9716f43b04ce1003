namespace Gateway.Files.Pictures;

/// <summary>No place was free in time.</summary>
internal sealed class TooManyDecodingsException : Exception;

/// <summary>
/// Bounds what pictures cost: few are decoded at once, each for a limited time. Whoever waits longer is told to come
/// again.
/// </summary>
internal sealed class Decodings : IDisposable
{
    /// <summary>Each may take a processor and the memory of a large picture.</summary>
    public const int AtOnce = 2;

    /// <summary>A large photo takes under a second; beside other work on a busy machine ten times that.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>
    /// Throws <see cref="TooManyDecodingsException"/>, or <see cref="OperationCanceledException"/> when the time is
    /// over.
    /// </summary>
    /// <param name="work">Looks at its token often.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(Patience, cancellationToken))
        {
            throw new TooManyDecodingsException();
        }

        try
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            time.CancelAfter(Limit);
            return await Task.Run(() => work(time.Token), CancellationToken.None);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
