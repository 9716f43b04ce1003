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
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
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
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using (var before = await world.StartAsync())
        {
            await before.KillAsync();
        }

        await world.State.ExecuteAsync("""
            INSERT INTO gateway.migrations VALUES ('9999_Later', '99.0.0');
            ALTER TABLE gateway.messages ADD COLUMN later text;
            ALTER TABLE gateway.inflight ADD COLUMN later text
            """);

        await using var after = await world.StartAsync();
        await after.Api.ReachesAsync(await after.Api.SendSmsAsync("kshot"), "queued");
        Assert.Equal(
            [
                "0001_Schema", "0002_ResultReason", "0003_AdvertisementMarks", "0004_RejectedLines", "0005_Pictures",
                "0006_KeyAddresses", "0007_OriginCodes", "0008_Prices", "0009_SenderStates", "0010_QuotaSteps",
                "0011_ReceivedMessages", "0012_MinuteStatistics", "0013_Replacements",
                "0014_VendorColumns", "0015_Resends", "0016_Holds", "0017_Templates", "9999_Later",
            ],
            (await world.State.QueryAsync("""SELECT "MigrationId" AS id FROM gateway.migrations ORDER BY 1""")).Select(row => row["id"]));
    }
}
