using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Jobs of the test on several engines in this process, which share a state database like nodes.</summary>
public sealed class RunningJobs
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Run_one_at_a_time_on_three_nodes_of_which_one_leaves()
    {
        var world = await MigratedAsync();
        var watch = new Overlaps();
        var nodes = new List<IHost>();
        for (var i = 0; i < 3; i++)
        {
            nodes.Add(await StartAsync(world, new RecurringJob("note", Often, _ => watch)));
        }

        await Eventually.BeAsync(() => Task.FromResult(watch.Runs > 20), "it runs", 30);
        await nodes[0].StopAsync(TestContext.Current.CancellationToken);
        var before = watch.Runs;
        await Eventually.BeAsync(() => Task.FromResult(watch.Runs > before + 20), "it goes on", 30);

        foreach (var node in nodes)
        {
            await node.StopAsync(TestContext.Current.CancellationToken);
            node.Dispose();
        }

        Assert.Equal(1, watch.Most);
    }

    [Fact]
    public async Task Go_on_after_a_failure_with_a_pause_and_show_it_until_then()
    {
        var world = await MigratedAsync();
        var job = new Script(run => run < 3 ? throw new InvalidOperationException("broken on purpose") : Task.FromResult(0));
        using var node = await StartAsync(world, new RecurringJob("throws", Often, _ => job));

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.jobs WHERE failures > 0 AND error = 'broken on purpose'") == 1, "the failure shows");
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.jobs WHERE failures = 0 AND started_at IS NOT NULL") == 1, "it works again", 30);
        await node.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM hangfire.job WHERE statename = 'Failed'"));
    }

    [Fact]
    public async Task Are_given_up_and_started_anew_when_a_run_never_comes_back()
    {
        var world = await MigratedAsync();
        var job = new Script(run => run == 1 ? new TaskCompletionSource<int>().Task : Task.FromResult(0));
        using var node = await StartAsync(world, new RecurringJob("hangs", Often, _ => job) { GiveUpAfter = TimeSpan.FromSeconds(1) });

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.jobs WHERE error LIKE 'It stood still%'") == 1, "it is told", 30);
        await Eventually.BeAsync(() => Task.FromResult(job.Runs > 1), "a new run was begun", 30);
        await node.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task End_within_two_seconds_when_the_process_does_and_do_not_fail()
    {
        var world = await MigratedAsync();
        var job = new Script(_ => Task.FromResult(0));
        using var node = await StartAsync(world, new RecurringJob("quiet", TimeSpan.FromMinutes(1), _ => job));
        await Eventually.BeAsync(() => Task.FromResult(job.Runs > 0), "it runs", 30);
        var entry = node.Services.GetRequiredService<JobTable>().Find("quiet")!;

        node.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Eventually.BeAsync(() => Task.FromResult(!entry.RunsHere), "the slice has ended", 2);

        await node.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.jobs WHERE failures > 0"));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM hangfire.job WHERE statename = 'Failed'"));
    }

    /// <summary>A state database with the gateway's schema.</summary>
    private static async Task<PrivateGateway> MigratedAsync()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:Roles"] = "http";
        await using var gateway = await world.StartProcessAsync();
        return world;
    }

    private static async Task<IHost> StartAsync(PrivateGateway world, RecurringJob job)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var state = new StorageState();
        state.SetReady();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(new Random(1)).AddSingleton(state).AddSingleton(job);
        builder.Services.Configure<StorageOptions>(options => options.Gateway = world.State.ConnectionString);
        builder.Services.AddSingleton(NpgsqlDataSource.Create(world.State.ConnectionString));
        builder.Services.AddMetrics().AddSingleton<GatewayTelemetry>();
        builder.Services.AddJobControl().AddJobs();
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Notes how many of its runs there are at once, in all nodes.</summary>
    private sealed class Overlaps : IRecurringJob
    {
        private int _now;
        private int _most;
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public int Most => Volatile.Read(ref _most);

        public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
        {
            var now = Interlocked.Increment(ref _now);
            if (now > Volatile.Read(ref _most))
            {
                Volatile.Write(ref _most, now);
            }

            try
            {
                await Task.Delay(Often, TimeProvider.System, cancellationToken);
                Interlocked.Increment(ref _runs);
                return 0;
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }

    /// <summary>Does what the test says, by the number of the run.</summary>
    private sealed class Script(Func<int, Task<int>> what) : IRecurringJob
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public Task<int> RunOnceAsync(CancellationToken cancellationToken) => what(Interlocked.Increment(ref _runs));
    }
}
