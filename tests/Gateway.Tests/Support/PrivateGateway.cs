using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>Databases of a test's own with the settings of a gateway on them: for tests that kill processes, cut connections or count everything.</summary>
internal sealed class PrivateGateway
{
    private PrivateGateway(Rows state, Rows vendor)
    {
        State = state;
        Vendor = vendor;
        Settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = state.ConnectionString,
            ["Vendors:kshot:Protocol"] = "kshot",
            ["Vendors:kshot:Database"] = vendor.IsMySql ? "mysql" : "postgresql",
            ["Vendors:kshot:ConnectionString"] = vendor.ConnectionString,
            ["Vendors:kshot:CreateTables"] = "true",
            ["Dispatch:ResolveAfterSeconds"] = "1",
            ["Gateway:Files:Root"] = Directory.CreateTempSubdirectory("gateway-files-").FullName,
        };
    }

    /// <summary>Both kinds of vendor database, for <c>[MemberData]</c>.</summary>
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.PostgreSql, DatabaseKind.MySql];

    public Rows State { get; }

    public Rows Vendor { get; }

    /// <summary>Change them before starting a process.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>
    /// New databases. The options are those of CREATE DATABASE in PostgreSQL, for the gateway's own and for the
    /// vendor's. Without options the gateway's own has its tables.
    /// </summary>
    public static async Task<PrivateGateway> CreateAsync(DatabaseKind kind, string? stateOptions = null, string vendorOptions = "") => new(
        Rows.Postgres(stateOptions is null
            ? await StateTemplate.CopyAsync("gwp")
            : await TestServers.CreatePostgresAsync("gwp", stateOptions)),
        kind == DatabaseKind.MySql ? Rows.MySql(await TestServers.CreateMySqlAsync("kmp")) : Rows.Postgres(await TestServers.CreatePostgresAsync("kpp", vendorOptions)));

    /// <summary>
    /// Statements wait for a table of the state database as long as the test holds it, not the product's few seconds:
    /// for tests that stop requests at a table, on a machine that may be slow.
    /// </summary>
    public PrivateGateway Patient()
    {
        Settings["ConnectionStrings:Gateway"] += ";Options=-c lock_timeout=60s";
        return this;
    }

    /// <summary>The vendor's tables as the gateway works on them: for what another process may have done.</summary>
    public IVendorQueue NewQueue() => VendorQueues.Create(
        new VendorSettings { Protocol = VendorProtocols.Find("kshot")!, Database = Vendor.IsMySql ? DatabaseKind.MySql : DatabaseKind.PostgreSql, ConnectionString = Vendor.ConnectionString },
        TimeProvider.System);

    /// <summary>Within the tests' process.</summary>
    public Task<HostedGateway> StartAsync() => HostedGateway.StartAsync(Settings);

    public Task<GatewayProcess> StartProcessAsync() => GatewayProcess.StartAsync(Settings);

    /// <summary>Waits until so many messages stand in the vendor's queue, each once.</summary>
    public async Task QueuesEachOnceAsync(long messages, int seconds)
    {
        await Eventually.GetAsync(QueuedRowsAsync, rows => rows >= messages, "all are queued", seconds);
        Assert.Equal(messages, await QueuedRowsAsync());
        Assert.Equal(messages, await Vendor.CountAsync("SELECT count(DISTINCT etc1) FROM agent_msgqueue"));
    }

    /// <summary>Rows of the vendor's queue.</summary>
    public Task<long> QueuedRowsAsync() => Vendor.CountIfThereAsync("SELECT count(*) FROM agent_msgqueue");

    /// <summary>Those that carry this message.</summary>
    public Task<long> QueuedRowsAsync(string messageId) => Vendor.CountIfThereAsync($"SELECT count(*) FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(messageId):N}'");
}
