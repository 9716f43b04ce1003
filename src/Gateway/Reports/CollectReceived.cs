using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Reports;

/// <summary>The statements of what comes in, by its kind.</summary>
/// <param name="Known">Which keys of a vendor are stored.</param>
/// <param name="ReadCursor">How far the looks have come.</param>
/// <param name="MoveCursor">Moves that on, never back.</param>
internal sealed record ReceivedStatements(string Known, string ReadCursor, string MoveCursor);

/// <summary>
/// Collects what one vendor's agent received. Often from where the last look ended, now and then from far behind: a row
/// may get its time late. What was seen before is known by its key, so each becomes one row and one event however often
/// it is read.
/// </summary>
/// <typeparam name="TRow">As the vendor's table has it.</typeparam>
/// <param name="vendor">Its name.</param>
/// <param name="statements">Of this kind.</param>
/// <param name="source">The state database.</param>
/// <param name="time">The clock.</param>
internal abstract class CollectReceived<TRow>(
    string vendor, ReceivedStatements statements, NpgsqlDataSource source, TimeProvider time) : IRecurringJob
{
    private const int PageSize = 200;

    /// <summary>
    /// How far each look goes back behind the newest row: an agent's transactions commit out of order, and a file may
    /// come after its row.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>How far the first look of a process goes back, and one look an hour.</summary>
    private static readonly TimeSpan FarBack = TimeSpan.FromDays(7);

    private static readonly TimeSpan LookFarBackEvery = TimeSpan.FromHours(1);

    private DateTimeOffset? _lookedFarBackAt;
    private bool _prepared;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!_prepared)
        {
            var inspection = await PrepareAsync(cancellationToken);
            foreach (var problem in inspection.Problems)
            {
                TellProblem(problem);
            }

            foreach (var hint in inspection.Hints)
            {
                TellHint(hint);
            }

            _prepared = inspection.Usable;
            if (!_prepared)
            {
                return 0;
            }
        }

        var now = time.GetUtcNow();
        var cursor = await ReadCursorAsync(cancellationToken);
        var isFar = cursor is null || _lookedFarBackAt is null || now - _lookedFarBackAt > LookFarBackEvery;
        var since = (cursor ?? now) - Overlap;
        since = isFar && now - FarBack < since ? now - FarBack : since;
        var highWater = cursor ?? now - FarBack;
        await foreach (var page in ReadAsync(since, PageSize, cancellationToken))
        {
            var known = await KnownAsync(page, cancellationToken);
            await StoreAsync([.. page.Where(row => !known.Contains(KeyOf(row)))], now, cancellationToken);
            highWater = TimeOf(page[^1]) > highWater ? TimeOf(page[^1]) : highWater;
        }

        // An agent whose clock runs ahead must not make us skip what it writes next.
        await MoveCursorAsync(highWater < now ? highWater : now, now, cancellationToken);
        _lookedFarBackAt = isFar ? now : _lookedFarBackAt;
        return 0;
    }

    protected abstract Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Says what keeps it from working.</summary>
    protected abstract void TellProblem(string problem);

    /// <summary>Says what would help it.</summary>
    protected abstract void TellHint(string hint);

    protected abstract IAsyncEnumerable<IReadOnlyList<TRow>> ReadAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken);

    protected abstract string KeyOf(TRow row);

    /// <summary>When it was received.</summary>
    protected abstract DateTimeOffset TimeOf(TRow row);

    /// <summary>Stores those that are not known yet, each with its event; the key decides once more.</summary>
    protected abstract Task StoreAsync(
        IReadOnlyList<TRow> found, DateTimeOffset now, CancellationToken cancellationToken);

    protected NpgsqlCommand Command(string statement) => source.Command(statement);

    /// <summary>Ordered by arrival, so that the list's "newest" means what people mean.</summary>
    protected Guid NewIdOf(TRow row, DateTimeOffset now) => NewId.At(TimeOf(row) < now ? TimeOf(row) : now);

    /// <summary>
    /// Those that are stored already. Only a saving: their files need not be looked at, and the key decides.
    /// </summary>
    private async Task<HashSet<string>> KnownAsync(IReadOnlyList<TRow> page, CancellationToken cancellationToken)
    {
        await using var command = source.Command(statements.Known);
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<string[]>("keys", [.. page.Select(KeyOf)]));
        var known = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }

    private async Task<DateTimeOffset?> ReadCursorAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command(statements.ReadCursor);
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime position
            ? new DateTimeOffset(position, TimeSpan.Zero)
            : null;
    }

    private async Task MoveCursorAsync(DateTimeOffset position, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.Command(statements.MoveCursor);
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("position", position));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
