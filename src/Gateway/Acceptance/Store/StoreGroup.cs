using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Telemetry;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>The ways into the database.</summary>
internal enum StoreWay
{
    /// <summary><see cref="StoreByInsert"/>.</summary>
    Insert = 0,

    /// <summary><see cref="StoreByUpsert"/>.</summary>
    Upsert = 1,

    /// <summary><see cref="StoreByCopy"/>.</summary>
    Copy = 2,
}

/// <summary>Stores a group of requests in one transaction: their keys decide which of them are new.</summary>
internal sealed class StoreGroup(
    NpgsqlDataSource source, StoreByUpsert upsert, StoreByCopy copy, CompareKeys compare, GatewayTelemetry telemetry)
{
    /// <summary>Measured: below about a thousand rows arrays are faster than COPY; see <see cref="WayOf"/>.</summary>
    private const int CopyFrom = 1000;

    private static readonly HashSet<IntakeRequest> Nothing = [];

    /// <summary>
    /// Answers the requests whose key came before; all others are committed, or done because they are refused. Throws
    /// when nothing was stored.
    /// </summary>
    /// <param name="requests">The group.</param>
    /// <param name="messages">All messages of it.</param>
    /// <param name="insert">The writer's own; null where there is none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlySet<IntakeRequest>> StoreAsync(
        IReadOnlyList<IntakeRequest> requests,
        IReadOnlyList<NewMessage> messages,
        StoreByInsert? insert,
        CancellationToken cancellationToken)
    {
        var keys = new IntakeKeys(requests);
        var way = WayOf(keys, messages, insert);
        if (way == StoreWay.Insert)
        {
            if (await insert!.TryAsync(keys, messages, cancellationToken)) // Its way needs it.
            {
                Count(requests);
                return Nothing;
            }

            way = StoreWay.Upsert;
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var repeated = way == StoreWay.Upsert
            ? await upsert.StoreAsync(connection, keys, cancellationToken)
            : await copy.StoreAsync(connection, keys, cancellationToken);
        Count(repeated.Count == 0 && requests[0].Marks is null
            ? requests
            : requests.Where(request => !repeated.Contains(request) && !request.Done.Task.IsCompleted));
        return repeated;
    }

    /// <summary>Whether a request is the same as the one that had its key first.</summary>
    public Task<IntakeOutcome> CompareAsync(IntakeRequest request, CancellationToken cancellationToken) =>
        compare.CompareAsync(request, cancellationToken);

    /// <summary>
    /// COPY, where other statements of the transaction look at the requests one by one (marks, batches), and for many
    /// messages. Else the plain insert while all keys are likely to be new, and the upsert when one is known not to be.
    /// </summary>
    /// <remarks>
    /// Milliseconds for a group of requests with a key and one message each (medians; PostgreSQL 15, no fsync, two busy
    /// cores, so only the columns of a line may be compared):
    /// <code>
    /// messages  insert  upsert   copy
    ///        1     1.0     3.9    4.8
    ///      100     7.3    11.0   11.7
    ///     1000    90.8   131.6  130.8
    ///     2000   199.7   269.6  225.5
    ///     5000   304.7   412.8  441.9
    /// </code>
    /// </remarks>
    private static StoreWay WayOf(IntakeKeys keys, IReadOnlyList<NewMessage> messages, StoreByInsert? insert) =>
        messages.Count >= CopyFrom || keys.HasOthersInTransaction ? StoreWay.Copy
        : insert is not null && !keys.HasTwins && insert.Takes(messages) ? StoreWay.Insert
        : StoreWay.Upsert;

    /// <summary>Tells the telemetry what was stored, while somebody collects it.</summary>
    private void Count(IEnumerable<IntakeRequest> stored)
    {
        if (!telemetry.Counts)
        {
            return;
        }

        foreach (var (kind, messages) in stored
            .SelectMany(static request => request.Messages)
            .CountBy(static message => (message.Channel, message.Vendor)))
        {
            telemetry.Accepted(kind.Channel.Word(), kind.Vendor, messages);
        }
    }
}
