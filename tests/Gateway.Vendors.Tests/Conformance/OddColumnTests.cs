using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Installs whose columns have other types than the manual's.</summary>
public sealed class OddColumnTests
{
    private const long BeyondInt = 5_000_000_000;

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Reads_a_result_when_the_columns_are_wider_or_texts(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Kshot, kind);
        foreach (var change in kind == DatabaseKind.MySql
            ? new[] { "MODIFY Id bigint NOT NULL", "MODIFY telecom varchar(5)", "MODIFY kind bigint", "MODIFY AFTALK_REPLACE_ID bigint" }
            : ["ALTER COLUMN Id TYPE bigint", "ALTER COLUMN telecom DROP DEFAULT", "ALTER COLUMN telecom TYPE varchar(5)", "ALTER COLUMN kind TYPE bigint", "ALTER COLUMN AFTALK_REPLACE_ID TYPE bigint"])
        {
            await install.Database.ExecuteAsync($"ALTER TABLE agent_msgresult {change}");
        }

        var message = Assert.Single(await install.HandOverAsync(Install.Message()));
        await install.FinishAsync(message, install.Clock.Korea);
        await install.Database.ExecuteAsync("UPDATE agent_msgresult SET Id = @p0", BeyondInt);

        var probed = Assert.Single(await install.ProbeAsync(message));
        var scanned = Assert.Single((await install.ScanAsync()).SelectMany(page => page.Reports));

        Assert.Equal((RowProgress.Final, "SKT"), (probed.Progress, probed.Telecom));
        Assert.Equal(probed, scanned);
    }
}
