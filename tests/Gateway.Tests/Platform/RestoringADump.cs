using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// The state database moves by <c>pg_dump</c>, as the runbook says: nothing is lost, and nothing goes twice.
/// </summary>
public sealed class RestoringADump
{
    private const int Many = 3000;

    private const string Script = """
        set -Eeuo pipefail
        root=$1
        . "$root/deploy/local/databases.sh"
        trap - ERR
        find_postgres || exit 3
        server=$("$postgres_bin/psql" -X -q -A -t -h "$2" -p "$3" -U "$4" -d "$5" -c "SHOW server_version_num")
        tool=$("$postgres_bin/pg_dump" --version | grep -Eo "[0-9]+" | head -n 1)
        [ "$((server / 10000))" -le "$tool" ] || exit 3
        "$postgres_bin/pg_dump" -h "$2" -p "$3" -U "$4" -d "$5" |
            "$postgres_bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$2" -p "$3" -U "$4" -d "$6" >/dev/null
        """;

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Goes_on_with_what_waits_what_is_queued_and_what_was_being_handed_over(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:MaxQueued"] = "100000";
        world.Settings["Dispatch:BatchSize"] = "100"; // The end of the first is long before that of the last.
        var waiting = 0;
        await using (var gateway = await world.StartProcessAsync())
        {
            await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
            await gateway.Api.SendManyAsync("kshot", Many);

            // In the middle of a hand-over, with many that wait behind it.
            await Eventually.BeAsync(async () => await world.QueuedRowsAsync() > 100, "hand-overs are under way");
            await gateway.KillAsync();
            waiting = Many + 1 - (int)await world.QueuedRowsAsync();
        }

        var restored = Rows.Postgres(await TestServers.CreatePostgresAsync("restored"));
        await RestoreAsync(world.State, restored);
        await restored.ExecuteAsync("UPDATE gateway.events SET tx = NULL");
        world.Settings["ConnectionStrings:Gateway"] = restored.ConnectionString;

        await using var after = await world.StartProcessAsync();
        await Eventually.GetAsync(world.QueuedRowsAsync, rows => rows >= Many + 1, "all are queued", 60);
        var last = await after.Api.SendSmsAsync("kshot");
        await after.Api.ReachesAsync(last, "queued");
        Assert.Equal(Many + 2, await restored.CountAsync("SELECT count(*) FROM gateway.messages"));
        await world.QueuesEachOnceAsync(Many + 2, 20);
        Assert.True(waiting > 0, "Nothing waited.");
        await using var agent = new KshotSimulator(world.Vendor);
        await after.Api.ReachesAsync(last, "delivered", 90);
        await FollowsTheFeedAsync(after);
    }

    /// <summary>Events from before and after stand in one feed.</summary>
    private static async Task FollowsTheFeedAsync(GatewayProcess gateway)
    {
        var first = (await gateway.Api.GetAsync("/v1/events?limit=1")).Json;
        Assert.Single(first["items"]!.AsArray());
        var next = await gateway.Api.GetAsync($"/v1/events?limit=200&cursor={first["nextCursor"]}");
        Assert.Equal(200, next.Status);
        Assert.Equal(200, next.Json["items"]!.AsArray().Count);
    }

    private static async Task RestoreAsync(Rows from, Rows to)
    {
        var source = new NpgsqlConnectionStringBuilder(from.ConnectionString);
        var target = new NpgsqlConnectionStringBuilder(to.ConnectionString);
        string[] arguments =
        [
            Repository.Root, source.Host!, source.Port.ToString(CultureInfo.InvariantCulture), source.Username!,
            source.Database!, target.Database!,
        ];
        var start = new ProcessStartInfo("bash", ["-c", Script, "restore", .. arguments])
        {
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = source.Password;
        using var bash = Process.Start(start)!;
        var words = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.SkipWhen(bash.ExitCode == 3, "pg_dump is not on this machine, or older than the server.");
        Assert.True(bash.ExitCode == 0, words);
    }
}
