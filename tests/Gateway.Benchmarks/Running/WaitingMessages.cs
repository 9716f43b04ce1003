using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Benchmarks.Running;

/// <summary>How late messages were, in milliseconds.</summary>
internal sealed record Lateness(double Median, double P99, double Longest);

/// <summary>Messages that wait for a vendor's queue, as the gateway stores them, and what became of them.</summary>
internal sealed class WaitingMessages(Product product)
{
    private const int Step = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Stores them.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="count">How many.</param>
    /// <param name="lane">Null for a mix of one high in a hundred, normal and bulk.</param>
    /// <param name="dueAt">When they may go.</param>
    /// <param name="owners">The accounts that have sent them, in turn.</param>
    public async Task MakeAsync(
        string vendor, int count, int? lane, DateTimeOffset dueAt, IReadOnlyList<Guid>? owners = null)
    {
        await using (var connection = await product.OpenAsync())
        {
            // Nobody accepts a million in one transaction, and all who look at what waits would pass what is not committed.
            for (var first = 1; first <= count; first += Step)
            {
                await using var make = new NpgsqlCommand(EmbeddedSql.Text("Running.Sql.make-waiting"), connection) { CommandTimeout = 0 };
                make.Parameters.AddWithValue("vendor", vendor);
                make.Parameters.AddWithValue("first", first);
                make.Parameters.AddWithValue("last", Math.Min(count, first + Step - 1));
                make.Parameters.Add(new NpgsqlParameter<short?>("lane", NpgsqlDbType.Smallint) { TypedValue = (short?)lane });
                make.Parameters.AddWithValue("owners", (owners ?? Owners.Default).ToArray());
                make.Parameters.AddWithValue("due_at", dueAt);
                await make.ExecuteNonQueryAsync();
            }
        }

        await product.State.ExecuteAsync("VACUUM ANALYZE gateway.inflight");
    }

    /// <summary>Sends one message; answers its id.</summary>
    public async Task<Guid> SendAsync(string vendor, string priority)
    {
        var answer = await product.SendAsync(
            HttpMethod.Post, "/v1/messages", $$"""{ "channel": "sms", "vendor": "{{vendor}}", "from": "15881234", "to": "01012341234", "text": "인증번호 482913", "priority": "{{priority}}" }""");
        return Guid.Parse((string)answer["messages"]![0]!["id"]!);
    }

    /// <summary>Messages of a vendor that have entered its queue so far.</summary>
    public async Task<long> CountQueuedAsync(string vendor)
    {
        await using var connection = await product.OpenAsync();
        await using var command = CountQueued(connection, vendor);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until so many messages of a vendor are in its queue.</summary>
    public async Task QueuedAsync(string vendor, long count)
    {
        await using var connection = await product.OpenAsync();
        await using var command = CountQueued(connection, vendor);
        for (var started = Stopwatch.GetTimestamp(); (long)(await command.ExecuteScalarAsync())! < count;)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new BenchmarkException($"Not all of {count} messages entered the queue within {Patience.TotalMinutes} minutes. See {Output.Path("*.log")}.");
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    /// <summary>From due to queued, for these messages (<paramref name="among"/>) or for all others of the vendor; by lane, and -1 for all lanes.</summary>
    public async Task<IReadOnlyDictionary<int, Lateness>> LatenessAsync(string vendor, IReadOnlyCollection<Guid> ids, bool among)
    {
        await using var connection = await product.OpenAsync();
        await using var command = new NpgsqlCommand(EmbeddedSql.Text("Running.Sql.lateness"), connection) { CommandTimeout = 120 };
        command.Parameters.AddWithValue("vendor", vendor);
        command.Parameters.AddWithValue("ids", ids.ToArray());
        command.Parameters.AddWithValue("among", among);
        await using var reader = await command.ExecuteReaderAsync();
        var lanes = new Dictionary<int, Lateness>();
        while (await reader.ReadAsync())
        {
            lanes[Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture)] = Read(reader);
        }

        return lanes;
    }

    private static Lateness Read(NpgsqlDataReader reader) => new((double)reader.GetDecimal(1), (double)reader.GetDecimal(2), (double)reader.GetDecimal(3));

    private static NpgsqlCommand CountQueued(NpgsqlConnection connection, string vendor)
    {
        var command = new NpgsqlCommand(EmbeddedSql.Text("Running.Sql.count-written"), connection);
        command.Parameters.AddWithValue("vendor", vendor);
        return command;
    }
}
