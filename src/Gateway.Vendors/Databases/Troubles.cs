using System.Data.Common;

namespace Gateway.Vendors.Databases;

/// <summary>The trouble of one kind of work, as its attempts come and go.</summary>
internal sealed class Troubles(TimeProvider time)
{
    private volatile QueueTrouble? _now;

    public QueueTrouble? Now => _now;

    public void Clear() => _now = null;

    public void Note(Exception? fault)
    {
        var at = time.GetUtcNow();
        _now = new QueueTrouble(fault is null ? "unknown" : Remedy.Of(fault), _now?.Since ?? at, at);
    }

    public void NoteTry(Exception fault)
    {
        var at = time.GetUtcNow();
        _now = new QueueTrouble(Remedy.Of(fault), _now?.Since ?? at, _now?.At ?? at);
    }

    /// <summary>Does it, and remembers how it ended.</summary>
    public async Task<T> WatchAsync<T>(Func<Task<T>> work)
    {
        try
        {
            var result = await work();
            Clear();
            return result;
        }
        catch (DbException fault)
        {
            Note(fault);
            throw;
        }
    }
}
