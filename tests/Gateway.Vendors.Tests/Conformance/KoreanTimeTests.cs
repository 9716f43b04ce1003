using System.Globalization;
using Gateway.Vendors.Tests.Databases;
using Npgsql;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

[Collection(ServerSettings.Name)]
public sealed class KoreanTimeTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Writes_and_reads_Korean_time_when_the_session_is_elsewhere(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var settings = install.Settings;
        if (kind == DatabaseKind.PostgreSql)
        {
            settings = settings with { ConnectionString = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Timezone = "America/New_York" }.ConnectionString };
        }

        // MySQL's sessions take the server's zone; it is put back at the end.
        await using var zone = kind == DatabaseKind.MySql ? await ServerZone.SetAsync(install.Database, "-05:00") : null;
        var queue = install.NewQueue(settings);
        var message = Install.Message();

        await queue.HandOverAsync(Guid.CreateVersion7(), [message], CancellationToken.None);
        var written = Assert.Single(await install.RowsAsync());
        await install.FinishAsync(message, new DateTime(2026, 11, 20, 14, 5, 0));
        var report = Assert.Single(await queue.ProbeAsync([new ProbeTarget(message.Id, install.Clock.GetUtcNow())], CancellationToken.None));

        Assert.Equal("20261120140000", Digits(written[install.EnteredColumn]));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 5, 5, 0, TimeSpan.Zero), report.CompletedAt);
    }

    private static string Digits(object? value) =>
        value is DateTime time ? time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) : (string)value!;

    private sealed class ServerZone(TestDatabase database, string before) : IAsyncDisposable
    {
        public static async Task<ServerZone> SetAsync(TestDatabase database, string zone)
        {
            var before = (string)(await database.QueryAsync("SELECT @@global.time_zone AS zone"))[0]["zone"]!;
            try
            {
                await database.ExecuteAsync("SET GLOBAL time_zone = @p0", zone);
            }
            catch (MySqlConnector.MySqlException fault)
            {
                Assert.Skip($"The test user may not change the server's zone: {fault.Message}");
            }

            await LaxServer.NewSessionsAsync();
            return new ServerZone(database, before);
        }

        public async ValueTask DisposeAsync() => await database.ExecuteAsync("SET GLOBAL time_zone = @p0", before);
    }
}
