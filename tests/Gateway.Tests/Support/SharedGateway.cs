using Gateway.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedGateway))]

namespace Gateway.Tests.Support;

/// <summary>
/// One gateway process for all tests that do not break anything, with a KShot vendor on each database: <c>kpg</c> and <c>kmy</c>. Nobody plays their agents, so
/// rows stay as they were written until a test plays one.
/// </summary>
public sealed class SharedGateway : IAsyncLifetime
{
    private GatewayProcess? _gateway;

    internal Api Api => _gateway?.Api ?? throw new InvalidOperationException("The shared gateway did not start.");

    /// <summary>The state database.</summary>
    internal Rows State { get; private set; } = null!; // Set when the fixture starts.

    internal Rows KshotOnPostgres { get; private set; } = null!; // Set when the fixture starts.

    internal Rows? KshotOnMySql { get; private set; }

    /// <summary>Where the gateway keeps uploaded files.</summary>
    internal string FilesRoot { get; } = Directory.CreateTempSubdirectory("gateway-files-").FullName;

    internal string Log => _gateway?.Log ?? "";

    /// <summary>The client; skips the test when there is no database to work with.</summary>
    internal Api Ready()
    {
        Assert.SkipWhen(_gateway is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return Api;
    }

    /// <summary>The vendor's database; skips the test when its server is missing.</summary>
    internal Rows Vendor(string name)
    {
        Ready();
        Assert.SkipWhen(name == "kmy" && KshotOnMySql is null, "GATEWAY_TEST_MYSQL is not set. Run ./test.sh, which starts the databases.");
        return name == "kmy" ? KshotOnMySql! : KshotOnPostgres;
    }

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is null)
        {
            return;
        }

        State = Rows.Postgres(await TestServers.CreatePostgresAsync("gw"));
        KshotOnPostgres = Rows.Postgres(await TestServers.CreatePostgresAsync("kpg"));
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = State.ConnectionString,
            ["Gateway:Files:Root"] = FilesRoot,

            // All tests call from one address, some with wrong keys.
            ["Limits:WrongKeysPerMinute"] = "0",
            ["Vendors:kpg:Protocol"] = "kshot",
            ["Vendors:kpg:Database"] = "postgresql",
            ["Vendors:kpg:ConnectionString"] = KshotOnPostgres.ConnectionString,
            ["Vendors:kpg:CreateTables"] = "true",
            ["Vendors:kpg:MaxQueued"] = "100000",
        };
        if (TestServers.MySql is not null)
        {
            KshotOnMySql = Rows.MySql(await TestServers.CreateMySqlAsync("kmy"));
            settings["Vendors:kmy:Protocol"] = "kshot";
            settings["Vendors:kmy:Database"] = "mysql";
            settings["Vendors:kmy:ConnectionString"] = KshotOnMySql.ConnectionString;
            settings["Vendors:kmy:CreateTables"] = "true";
            settings["Vendors:kmy:MaxQueued"] = "100000";
        }

        _gateway = await GatewayProcess.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        Directory.Delete(FilesRoot, recursive: true);
    }
}
