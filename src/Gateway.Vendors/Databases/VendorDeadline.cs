namespace Gateway.Vendors.Databases;

/// <summary>
/// The one place that waits for a vendor's database. A driver's own timeout may fail (a server that holds a lock or is
/// stopped answers neither the statement nor its cancellation), so each wait has an end of ours beside it. Then the
/// work is abandoned with its connection: nobody waits for it, and it returns nothing to a pool before it has ended by
/// itself.
/// </summary>
internal sealed class VendorDeadline(TimeProvider? clock = null)
{
    /// <summary>
    /// Writing, counting and looking touch few rows. A vendor that needs longer is in trouble, and shall be told as
    /// that within 15 s.
    /// </summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Probes read many tables, which may have no index. As long as a driver waits for one statement.
    /// </summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>
    /// An index on a month of an agent's log takes minutes (<see cref="VendorDatabase.IndexSeconds"/>).
    /// </summary>
    public static readonly TimeSpan Preparing = TimeSpan.FromSeconds(VendorDatabase.IndexSeconds + 100);

    /// <summary>What a driver gets to end a statement in good order.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The machine's own: a server answers in true time, also where a test moves the clock by hours.</summary>
    private readonly TimeProvider _time = clock ?? TimeProvider.System;

    /// <summary>Throws <see cref="VendorDatabaseException"/> when the time is up or the connection broke.</summary>
    /// <param name="limit">The time.</param>
    /// <param name="start">The work.</param>
    /// <param name="cancellationToken">Of the caller.</param>
    /// <param name="late">
    /// Called when <see cref="Short"/> is over, which is when trouble shall be told, however long the work may still
    /// take.
    /// </param>
    public async Task<T> RunAsync<T>(
        TimeSpan limit,
        Func<CancellationToken, Task<T>> start,
        CancellationToken cancellationToken,
        Action<Exception>? late = null)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = start(ending.Token);
        var rest = limit;
        if (!work.IsCompleted && late is not null)
        {
            await EndOfAsync(work, Short, cancellationToken);
            if (!work.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                late(Late(Short));
            }

            rest -= Short;
        }

        if (!work.IsCompleted && rest > TimeSpan.Zero)
        {
            await EndOfAsync(work, rest, cancellationToken);
        }

        if (!work.IsCompleted)
        {
            // Cancelling may block: a driver opens a second connection for it.
            Forget(ending.CancelAsync());
            await EndOfAsync(work, Grace, CancellationToken.None);
        }

        if (!work.IsCompleted)
        {
            Forget(work);
            cancellationToken.ThrowIfCancellationRequested();
            throw Late(limit);
        }

        try
        {
            return await work;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Late(limit);
        }
        catch (Exception fault) when (VendorDatabaseException.IsBroken(fault))
        {
            throw new VendorDatabaseException(fault);
        }
        finally
        {
            ending.Dispose();
        }
    }

    private static VendorDatabaseException Late(TimeSpan limit) =>
        new($"It did not answer within {limit.TotalSeconds:F0} s. A lock on its tables (LOCK TABLES, a dump), a hung server or a lost network may be the cause.");

    private async Task EndOfAsync(Task work, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(work, Task.Delay(limit, _time, stop.Token));
        await stop.CancelAsync();
    }

    /// <summary>Its fault is looked at, so that it does not rise elsewhere.</summary>
    private static void Forget(Task task) =>
        _ = task.ContinueWith(
            static ended => ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
}
