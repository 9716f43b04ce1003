using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Schedule;

/// <summary>How late messages were, in milliseconds.</summary>
internal sealed record Lateness(double Median, double P99, double Longest);

/// <summary>The product with vendors whose agents do nothing: what enters their queue tables stays there.</summary>
internal sealed class ScheduleSide : IAsyncDisposable
{
    /// <summary>No bound that a measurement could meet.</summary>
    public const string Wide = "wide";

    /// <summary>A bound as installs have it.</summary>
    public const string Narrow = "narrow";

    /// <summary>As <see cref="Wide"/>, with little waiting.</summary>
    public const string Few = "few";

    /// <summary>As <see cref="Wide"/>, with much waiting.</summary>
    public const string Many = "many";

    /// <summary>Not measured.</summary>
    public const string Warm = "warm";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly TestDatabase _state;
    private readonly QueueDatabase _queue;
    private readonly ServerProcess _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    private ScheduleSide(TestDatabase state, QueueDatabase queue, ServerProcess server) => (_state, _queue, _server) = (state, queue, server);

    public double PeakMegabytes => ProcessUsage.PeakMegabytes(_server.Id);

    public static async Task<ScheduleSide> StartAsync(ScheduleOptions options, QueueDatabase queue)
    {
        var state = await TestDatabase.CreateAsync(Settings.Postgres, "schedule");
        var environment = new Dictionary<string, string> { ["ConnectionStrings__Gateway"] = state.ConnectionString, ["Gateway__AdminKey"] = AcceptRequests.AdminKey };
        foreach (var (vendor, maxQueued) in new[] { (Wide, 10_000_000), (Narrow, 1000), (Few, 10_000_000), (Many, 10_000_000), (Warm, 10_000_000) })
        {
            environment[$"Vendors__{vendor}__Protocol"] = "kshot";
            environment[$"Vendors__{vendor}__Database"] = queue.Kind;
            environment[$"Vendors__{vendor}__ConnectionString"] = queue.ConnectionString;
            environment[$"Vendors__{vendor}__CreateTables"] = "true";
            environment[$"Vendors__{vendor}__Channels"] = "sms";
            environment[$"Vendors__{vendor}__MaxQueued"] = $"{maxQueued}";
            environment[$"Vendors__{vendor}__Kshot__QueueTable"] = $"{vendor}_queue";
            environment[$"Vendors__{vendor}__Kshot__ResultTable"] = $"{vendor}_result";
            environment[$"Vendors__{vendor}__Kshot__LogTable"] = $"{vendor}_log";
        }

        return new ScheduleSide(state, queue, await ServerProcess.StartAsync($"schedule-{queue.Kind}", options.Gateway, [], environment));
    }

    /// <summary>Stores waiting messages. <paramref name="lane"/>: null for a mix of one high in a hundred, normal and bulk.</summary>
    public async Task MakeAsync(string vendor, int count, int? lane, DateTimeOffset dueAt, int accounts = 1)
    {
        await using (var connection = await OpenAsync())
        await using (var make = new NpgsqlCommand(EmbeddedSql.Text("Schedule.Sql.make-messages"), connection) { CommandTimeout = 0 })
        {
            make.Parameters.AddWithValue("vendor", vendor);
            make.Parameters.AddWithValue("count", count);
            make.Parameters.AddWithValue("lane", (short)(lane ?? -1));
            make.Parameters.AddWithValue("accounts", accounts);
            make.Parameters.AddWithValue("due_at", dueAt);
            await make.ExecuteNonQueryAsync();
        }

        await _state.ExecuteAsync("VACUUM ANALYZE gateway.inflight");
    }

    public Task PauseAsync(string vendor, bool paused) => SendAsync($"/v1/vendors/{vendor}/{(paused ? "pause" : "resume")}", "");

    /// <summary>Sends one message in the lane high; answers its id.</summary>
    public async Task<Guid> SendPasswordAsync(string vendor)
    {
        var answer = await SendAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "{{vendor}}", "from": "15881234", "to": "01012341234", "text": "인증번호 482913", "priority": "high" }""");
        return Guid.Parse((string)answer["messages"]![0]!["id"]!);
    }

    /// <summary>Makes all that waits due after a while, in one moment; answers it.</summary>
    public async Task<DateTimeOffset> SetDueAsync(string vendor, TimeSpan after)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("UPDATE gateway.inflight SET due_at = @due_at WHERE vendor = @vendor AND state = 0", connection) { CommandTimeout = 120 };
        var dueAt = TimeProvider.System.GetUtcNow() + after;
        command.Parameters.AddWithValue("vendor", vendor);
        command.Parameters.AddWithValue("due_at", dueAt);
        await command.ExecuteNonQueryAsync();
        return dueAt > TimeProvider.System.GetUtcNow() ? dueAt : throw new BenchmarkException("This machine is too slow to store the reservations before they are due. Use fewer.");
    }

    /// <summary>Messages of a vendor that have entered its queue so far.</summary>
    public async Task<long> CountQueuedAsync(string vendor)
    {
        await using var connection = await OpenAsync();
        await using var command = CountQueued(connection, vendor);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until so many messages of a vendor are in its queue.</summary>
    public async Task QueuedAsync(string vendor, long count)
    {
        await using var connection = await OpenAsync();
        await using var command = CountQueued(connection, vendor);
        for (var started = Stopwatch.GetTimestamp(); (long)(await command.ExecuteScalarAsync())! < count;)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new BenchmarkException($"Not all of {count} messages entered the queue within {Patience.TotalMinutes} minutes. See {Output.Path($"schedule-{_queue.Kind}.log")}.");
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    /// <summary>From due to queued, for these messages (<paramref name="among"/>) or for all others of the vendor; by lane, and -1 for all lanes.</summary>
    public async Task<IReadOnlyDictionary<int, Lateness>> LatenessAsync(string vendor, IReadOnlyCollection<Guid> ids, bool among)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(EmbeddedSql.Text("Schedule.Sql.lateness"), connection) { CommandTimeout = 120 };
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

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _state.DisposeAsync();
    }

    private static Lateness Read(NpgsqlDataReader reader) => new((double)reader.GetDecimal(1), (double)reader.GetDecimal(2), (double)reader.GetDecimal(3));

    private static NpgsqlCommand CountQueued(NpgsqlConnection connection, string vendor)
    {
        var command = new NpgsqlCommand("SELECT COALESCE(sum(row_count), 0)::bigint FROM gateway.handovers WHERE vendor = @vendor AND state = 1", connection);
        command.Parameters.AddWithValue("vendor", vendor);
        return command;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_state.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private async Task<JsonNode> SendAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{_server.Address}{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AcceptRequests.AdminKey);
        using var answer = await _client.SendAsync(request, CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new BenchmarkException($"The gateway answers {(int)answer.StatusCode}: {text}");
    }
}
