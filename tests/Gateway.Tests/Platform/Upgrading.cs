using Gateway.Platform.Errors;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Databases that another build has made, or has brought further.</summary>
public sealed class Upgrading
{
    [Fact]
    public async Task Refuses_a_database_of_an_earlier_build_with_one_line_and_leaves_it_as_it_is()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, StateTemplate.Empty);
        await world.State.ExecuteAsync("""
            CREATE SCHEMA gateway;
            CREATE TABLE gateway.migrations ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
            INSERT INTO gateway.migrations VALUES ('0001_Initial', '10.0.0')
            """);

        var (exitCode, output) = await GatewayProcess.RunToEndAsync(world.Settings);

        Assert.Equal(78, exitCode);
        var line = Assert.Single(output.Split('\n'), line => line.StartsWith("gateway: ", StringComparison.Ordinal));
        Assert.Contains("made by an earlier build", line, StringComparison.Ordinal);
        Assert.Contains("Give ConnectionStrings:Gateway an empty database", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM pg_class WHERE relnamespace = 'gateway'::regnamespace AND relkind IN ('r', 'p')"));
    }

    /// <summary>A rolling upgrade: a node of this build starts again after one of the next build has migrated.</summary>
    [Fact]
    public async Task Works_on_where_a_later_build_has_migrated()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, StateTemplate.Empty);
        await using (var before = await world.StartProcessAsync())
        {
            await before.KillAsync();
        }

        await world.State.ExecuteAsync("""
            INSERT INTO gateway.migrations VALUES ('9999_Later', '99.0.0');
            ALTER TABLE gateway.messages ADD COLUMN later text;
            ALTER TABLE gateway.inflight ADD COLUMN later text
            """);

        await using var after = await world.StartProcessAsync();
        await after.Api.ReachesAsync(await after.Api.SendSmsAsync("kshot"), "queued");
        Assert.Equal(
            [
                "0001_Schema", "0002_ResultReason", "0003_AdvertisementMarks", "0004_RejectedLines", "0005_Pictures",
                "0006_KeyAddresses", "0007_OriginCodes", "0008_Prices", "0009_SenderStates", "0010_QuotaSteps",
                "0011_ReceivedMessages", "0012_MinuteStatistics", "0013_Replacements",
                "0014_VendorColumns", "0015_Resends", "0016_Holds", "0017_Templates", "0018_NodesAndEvents",
                "9999_Later",
            ],
            (await world.State.QueryAsync("""SELECT "MigrationId" AS id FROM gateway.migrations ORDER BY 1""")).Select(row => row["id"]));
    }

    /// <summary>
    /// A rolling upgrade: a node works on while a node of the next build migrates, and beside it. Of the next build
    /// there is what its migrations would be: columns, a table, a wider constraint.
    /// </summary>
    [Fact]
    public async Task Works_on_while_a_later_build_migrates_and_beside_it()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, StateTemplate.Empty);
        world.Settings["Vendors:kshot:MaxQueued"] = "100000"; // Nobody takes them.
        await using var old = await world.StartProcessAsync();
        using var stop = new CancellationTokenSource();
        var sending = SendManyAsync(old, "before", stop.Token);
        await Eventually.BeAsync(async () => await world.QueuedRowsAsync() > 10, "messages flow");

        await world.State.ExecuteAsync("""
            BEGIN;
            INSERT INTO gateway.migrations VALUES ('9999_Later', '99.0.0');
            ALTER TABLE gateway.messages ADD COLUMN later text NOT NULL DEFAULT '';
            ALTER TABLE gateway.inflight ADD COLUMN later integer NOT NULL DEFAULT 0;
            ALTER TABLE gateway.webhooks ADD COLUMN later boolean NOT NULL DEFAULT false;
            ALTER TABLE gateway.vendor_health ADD COLUMN later text;
            CREATE TABLE gateway.later (id uuid PRIMARY KEY);
            ALTER TABLE gateway.events DROP CONSTRAINT events_type_known,
                ADD CONSTRAINT events_type_known CHECK (type BETWEEN 0 AND 40) NOT VALID;
            COMMIT
            """);
        await using var beside = await world.StartProcessAsync();
        var besides = SendManyAsync(beside, "beside", stop.Token);
        var rows = await world.QueuedRowsAsync();
        await Eventually.BeAsync(async () => await world.QueuedRowsAsync() > rows + 20, "messages flow on both", 40);
        await stop.CancelAsync();
        var answers = (await sending).Concat(await besides).ToList();

        Assert.Empty(answers.Where(answer => answer.Status is not 202 and not 503).Select(answer => answer.ToString()));
        var accepted = answers.Count(answer => answer.Status == 202);
        await world.QueuesEachOnceAsync(accepted, 40);
        Assert.DoesNotContain(UnhandledExceptionHandler.Unexpectedly, old.Log + beside.Log, StringComparison.Ordinal);
    }

    /// <summary>
    /// The same with a real earlier build: it makes the database, this one migrates it beside it, both take messages,
    /// and the earlier one starts again afterwards.
    /// </summary>
    [Fact]
    public async Task Works_beside_a_real_earlier_build()
    {
        const string variable = "GATEWAY_TEST_EARLIER";
        var earlier = Environment.GetEnvironmentVariables()[variable] as string;
        Assert.SkipWhen(earlier is null, $"{variable} names no folder with the Gateway.dll of an earlier build.");
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, StateTemplate.Empty);
        world.Settings["Vendors:kshot:MaxQueued"] = "100000"; // Nobody takes them.
        var old = await GatewayProcess.StartFromAsync(earlier, world.Settings);
        using var stop = new CancellationTokenSource();
        using var stopOld = new CancellationTokenSource();
        var sending = SendManyAsync(old, "before", stopOld.Token);
        await Eventually.BeAsync(async () => await world.QueuedRowsAsync() > 10, "messages flow");
        var migrations = await CountMigrationsAsync(world);

        await using var beside = await world.StartProcessAsync();
        var besides = SendManyAsync(beside, "beside", stop.Token);
        await MoreAsync(world, "messages flow on both");
        Assert.True(await CountMigrationsAsync(world) > migrations, "This build has no migration that the other lacks.");
        await stopOld.CancelAsync();
        var answers = (await sending).ToList();
        await old.KillAsync();
        var logs = old.Log;
        await old.DisposeAsync();
        await MoreAsync(world, "messages flow on the new one alone");

        await using var again = await GatewayProcess.StartFromAsync(earlier, world.Settings);
        var agains = SendManyAsync(again, "again", stop.Token);
        await MoreAsync(world, "messages flow on both again");
        foreach (var node in new[] { again, beside })
        {
            var page = await node.Api.GetAsync("/v1/messages?limit=100");
            Assert.Equal((200, 100), (page.Status, page.Json["items"]!.AsArray().Count));
        }

        await stop.CancelAsync();
        answers = [.. answers, .. await besides, .. await agains];
        Assert.Empty(answers.Where(answer => answer.Status is not 202 and not 503).Select(answer => answer.ToString()));
        await world.QueuesEachOnceAsync(answers.Count(answer => answer.Status == 202), 40);
        foreach (var log in new[] { logs, beside.Log, again.Log })
        {
            Assert.DoesNotContain(UnhandledExceptionHandler.Unexpectedly, log, StringComparison.Ordinal);
        }
    }

    private static async Task MoreAsync(PrivateGateway world, string expected)
    {
        var rows = await world.QueuedRowsAsync();
        await Eventually.BeAsync(async () => await world.QueuedRowsAsync() > rows + 100, expected, 40);
    }

    private static Task<long> CountMigrationsAsync(PrivateGateway world) =>
        world.State.CountAsync("SELECT count(*) FROM gateway.migrations");

    private static async Task<IReadOnlyList<Answer>> SendManyAsync(
        GatewayProcess gateway, string key, CancellationToken stop)
    {
        var answers = new List<Answer>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            answers.Add(await gateway.Api.SendOnceAsync($"{key}-{i}"));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        return answers;
    }
}
