using Gateway.Dispatch;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>A claim costs as much as it takes, however much waits; and what comes back to an earlier place is not forgotten.</summary>
public sealed class ClaimingManyMessages : IAsyncDisposable
{
    /// <summary>Room in the queue, of which nobody wants more.</summary>
    private const int Wide = 1_000_000;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private PrivateGateway _world = null!; // Set by each test's first step.
    private ClockedGateway _gateway = null!;
    private NpgsqlDataSource _source = null!;
    private ClaimMessages _claim = null!;

    [Fact]
    public async Task Reads_only_what_it_takes_when_it_was_planned_while_nothing_waited()
    {
        await StartAsync();
        await _gateway.Api.SendManyAsync("kshot", 3000);
        await ClaimAsync(1000, times: 3);
        await VacuumAsync();
        await ClaimAsync(1000, times: 5);
        await _gateway.Api.SendManyAsync("kshot", 5000);
        var before = await ReadAsync();

        var taken = await ClaimAsync(1000, times: 5);

        Assert.Equal(5000, taken.Count);

        // Each row once. Found by its key, each would be looked up a second time, and with these plans every time among all that wait.
        Assert.InRange(await ReadAsync() - before, 5000, 7000);
    }

    [Fact]
    public async Task Passes_nothing_that_was_taken_before_while_somebody_reads_for_long()
    {
        await StartAsync();
        await _gateway.Api.SendManyAsync("kshot", 10_000);
        await using var reader = await _world.State.OpenAsync();
        await using var transaction = await reader.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, TestContext.Current.CancellationToken);
        await using (var look = reader.CreateCommand())
        {
            look.CommandText = "SELECT count(*) FROM gateway.inflight";
            Assert.Equal(10_000L, await look.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        var taken = await ClaimAsync(500, times: 20);

        Assert.Equal(10_000, taken.Distinct().Count());
        Assert.InRange(await ReadAsync(), 10_000, 14_000);
    }

    [Fact]
    public async Task Finds_what_came_to_an_earlier_place_after_a_moment()
    {
        await StartAsync();
        await _gateway.Api.SendManyAsync("kshot", 400);
        await ClaimAsync(100, times: 2);
        var late = await PutFirstAsync();
        Assert.DoesNotContain(late, await ClaimAsync(20));

        _clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(late, (await ClaimAsync(20))[0]);
    }

    [Fact]
    public async Task Finds_what_came_to_an_earlier_place_as_soon_as_the_lane_gives_less_than_fits()
    {
        await StartAsync();
        await _gateway.Api.SendManyAsync("kshot", 250);
        await ClaimAsync(100, times: 2);
        var late = await PutFirstAsync();
        Assert.Equal(49, (await ClaimAsync(100)).Count);

        Assert.Equal([late], await ClaimAsync(100));
    }

    [Fact]
    public async Task Is_not_disturbed_by_jobs_that_read_all_that_waits()
    {
        await StartAsync("http,jobs");
        Assert.Equal(200, (await _gateway.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        await _gateway.Api.SendManyAsync("kshot", 20_000);
        await VacuumAsync();

        foreach (var job in _gateway.Services.GetRequiredService<JobTable>().Definitions)
        {
            await _gateway.RunJobAsync(job.Name);
        }

        await _gateway.DisposeAsync();
        await Eventually.BeAsync(
            async () => await _world.State.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gateway'") == 0,
            "the connections of the gateway have ended, and with them what they read is counted");

        // Once, by the sample that a vendor's page shows.
        Assert.InRange(await _world.State.CountAsync("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'inflight_waiting'"), 0, 20_000);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    /// <summary>A gateway that hands nothing over itself, and claims over one connection, which keeps its plans.</summary>
    private async Task StartAsync(string roles = "http")
    {
        _world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        _world.Settings["Gateway:Roles"] = roles;
        _gateway = await ClockedGateway.StartAsync(_world.Settings, _clock);
        _source = StorageModule.CreateSource(new StorageOptions { Gateway = new NpgsqlConnectionStringBuilder(_world.State.ConnectionString) { Pooling = true, MaxPoolSize = 1 }.ConnectionString });
        _claim = new ClaimMessages(_source, new FairTurns(_clock), _clock);
    }

    private async Task<List<Guid>> ClaimAsync(int batch, int times = 1)
    {
        var taken = new List<Guid>();
        for (var i = 0; i < times; i++)
        {
            var claimed = await _claim.ClaimAsync(Guid.CreateVersion7(_clock.GetUtcNow()), "kshot", new LaneBudget(Wide, Wide, Wide, batch), _clock.GetUtcNow(), TestContext.Current.CancellationToken);
            taken.AddRange(claimed.Select(row => row.MessageId));
        }

        return taken;
    }

    /// <summary>As a message that another node committed late, or whose vendor gave it back.</summary>
    private async Task<Guid> PutFirstAsync()
    {
        var row = Assert.Single(await _world.State.QueryAsync(
            "UPDATE gateway.inflight SET due_at = due_at - interval '1 second' WHERE state = {InflightState.Waiting} AND message_id = (SELECT message_id FROM gateway.inflight WHERE state = {InflightState.Waiting} ORDER BY message_id DESC LIMIT 1) RETURNING message_id"));
        return (Guid)row["message_id"]!;
    }

    /// <summary>Until nothing that was taken is left: a statement that began before may keep it for a moment.</summary>
    private Task VacuumAsync() => Eventually.BeAsync(
        async () =>
        {
            await _world.State.ExecuteAsync("VACUUM ANALYZE gateway.inflight");
            return await _world.State.CountAsync("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'inflight_waiting'") == 0;
        },
        "what waits is vacuumed");

    /// <summary>Index entries and rows of what waits that the claims have read. Their connection stays, and its plans.</summary>
    private async Task<long> ReadAsync()
    {
        await using (var count = _source.CreateCommand("SELECT pg_stat_force_next_flush()"))
        {
            await count.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        return await _world.State.CountAsync(
            "SELECT sum(idx_tup_read) + (SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'inflight_waiting') FROM pg_stat_user_indexes WHERE relname = 'inflight_waiting'");
    }
}
