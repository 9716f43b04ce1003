using System.Data.Common;

namespace Gateway.Vendors.Databases;

/// <summary>The trouble of one kind of work, as its attempts come and go.</summary>
/// <param name="time">Of all that is told.</param>
/// <param name="changed">Called when trouble begins and when it ends.</param>
internal sealed class Troubles(TimeProvider time, Action? changed = null)
{
    private volatile QueueTrouble? _now;

    public QueueTrouble? Now => _now;

    public void Clear()
    {
        if (_now is not null)
        {
            _now = null;
            changed?.Invoke();
        }
    }

    /// <param name="fault">What came of an attempt.</param>
    /// <param name="begun">
    /// When it began: one that waited in vain for ten seconds has shown ten seconds of trouble.
    /// </param>
    public void Note(Exception? fault, DateTimeOffset begun) => Note(fault, begun, time.GetUtcNow());

    /// <summary>A mere try: what attempts have shown stays as old as it is.</summary>
    public void NoteTry(Exception fault, DateTimeOffset begun) => Note(fault, begun, _now?.At ?? time.GetUtcNow());

    /// <summary>What nothing has shown for so long is over: nobody may ever ask again for what failed.</summary>
    public void ClearOld(TimeSpan age)
    {
        if (_now is { } known && time.GetUtcNow() - known.At >= age)
        {
            Clear();
        }
    }

    /// <summary>Does it in time, and remembers how it ended.</summary>
    public async Task<T> WatchAsync<T>(
        VendorDeadline deadline,
        TimeSpan limit,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        var result = await WatchPartAsync(deadline, limit, work, cancellationToken);
        Clear();
        return result;
    }

    /// <summary>The same for a part of the work: that it ends well says nothing of what is still to come.</summary>
    public async Task<T> WatchPartAsync<T>(
        VendorDeadline deadline,
        TimeSpan limit,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        var begun = time.GetUtcNow();
        try
        {
            return await deadline.RunAsync(limit, work, cancellationToken, late => Note(late, begun));
        }
        catch (DbException fault)
        {
            Note(fault, begun);
            throw;
        }
    }

    private void Note(Exception? fault, DateTimeOffset begun, DateTimeOffset at)
    {
        var before = _now;
        _now = new QueueTrouble(
            fault is null ? "unknown" : Remedy.Of(fault),
            before?.Since ?? begun,
            at,
            fault is null || HasAnswered(fault));
        if (before is null)
        {
            changed?.Invoke();
        }
    }

    /// <summary>Drivers give what the server said its SQLSTATE, and what they found out themselves none.</summary>
    private static bool HasAnswered(Exception fault) =>
        fault.GetBaseException() is not DbException { SqlState: null } and DbException;
}
