using Gateway.Insight.Vendors;
using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Insight.Metrics;

/// <summary>
/// Looks at the state database when metrics are read, and not at all while nobody reads them. However many read, it
/// looks once in <see cref="Fresh"/>. A database that does not answer is told as that: whoever reads metrics wants to
/// know of it then.
/// </summary>
internal sealed class LookAtState(
    CountVendors count,
    NpgsqlDataSource source,
    StorageState storage,
    VendorTable vendors,
    TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>Prometheus waits ten seconds for an answer, if nobody says otherwise.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The last one; null before the first.</summary>
    public StateLook? Last { get; private set; }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (IsFresh)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh)
            {
                Last = await AskAsync(cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsFresh => time.GetUtcNow() - Last?.At < Fresh;

    private async Task<StateLook> AskAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return storage.IsReady ? await LookAsync(now, patience.Token) : Nothing(now);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && StateFault.Is(fault))
        {
            return Nothing(now);
        }
    }

    private static StateLook Nothing(DateTimeOffset now) => new() { At = now, Answered = false };

    private async Task<StateLook> LookAsync(DateTimeOffset now, CancellationToken token)
    {
        var (deliveries, oldest) = await DeliveriesAsync(now, token);
        return new StateLook
        {
            At = now,
            Answered = true,
            Lanes = await count.OfLanesAsync(token),
            Oldest = await OldestAsync(now, token),
            Vendors = await VendorRecord.ReadAsync(source, null, now, token),
            Deliveries = deliveries,
            OldestDelivery = oldest,
            Endpoints = await EndpointsAsync(token),
            Jobs = await JobsAsync(token),
        };
    }

    private async Task<List<(string Vendor, Lane Lane, DateTimeOffset? DueAt)>> OldestAsync(
        DateTimeOffset now, CancellationToken token)
    {
        await using var command = source.Command("Insight.Metrics.Sql.oldest-waiting");
        command.Parameters.Add(
            new NpgsqlParameter<string[]>("vendors", [.. vendors.All.Select(static vendor => vendor.Name)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        var lanes = new List<(string, Lane, DateTimeOffset?)>();
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            DateTimeOffset? dueAt = await reader.IsDBNullAsync(2, token)
                ? null
                : await reader.GetFieldValueAsync<DateTimeOffset>(2, token);
            lanes.Add((reader.GetString(0), (Lane)reader.GetInt16(1), dueAt));
        }

        return lanes;
    }

    private async Task<((long Due, long Later, long Disabled) Counts, DateTimeOffset? Oldest)> DeliveriesAsync(
        DateTimeOffset now, CancellationToken token)
    {
        var (due, later, disabled) = (0L, 0L, 0L);
        DateTimeOffset? oldest = null;
        await using var command = source.Command("Insight.Metrics.Sql.count-deliveries");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            var number = reader.Get<long>("deliveries");
            if (reader.Get<bool>("is_disabled"))
            {
                disabled += number;
            }
            else if (reader.Get<bool>("is_due"))
            {
                due += number;
                oldest = reader.Get<DateTimeOffset>("oldest");
            }
            else
            {
                later += number;
            }
        }

        return ((due, later, disabled), oldest);
    }

    private async Task<(long Working, long Failing, long Disabled)> EndpointsAsync(CancellationToken token)
    {
        await using var command = source.Command("Insight.Metrics.Sql.count-endpoints");
        await using var reader = await command.ExecuteReaderAsync(token);
        await reader.ReadAsync(token);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private async Task<List<SeenJob>> JobsAsync(CancellationToken token)
    {
        await using var command = source.Command("Insight.Jobs.Sql.read-jobs");
        command.Parameters.Add(new NpgsqlParameter<string?>("name", null));
        var jobs = new List<SeenJob>();
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            var failures = reader.Get<int>("failures");
            var ended = reader.Find<DateTimeOffset?>("started_at")
                + TimeSpan.FromMilliseconds(reader.Find<long?>("duration_ms") ?? 0);
            jobs.Add(new SeenJob(
                reader.Get<string>("name"),
                TimeSpan.FromMilliseconds(reader.Get<long>("every_ms")),
                failures == 0 ? ended : null,
                failures));
        }

        return jobs;
    }
}
