using Gateway.Tests.Files;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>For tests that look at rows as they were written.</summary>
[CollectionDefinition(nameof(WaitingVendors))]
public sealed class WaitingVendorsDefinition : ICollectionFixture<WaitingVendors>;

/// <summary>
/// One gateway with every protocol on every database: <c>kshot</c>, <c>bizppurio</c>, <c>xroshot</c>, <c>emma</c>, <c>lguplus</c> and <c>xroshotreader</c> (another voice) on PostgreSQL, the same with <c>my</c> behind on
/// MySQL. Nobody plays their agents, so rows and files stay as they were laid.
/// </summary>
public sealed class WaitingVendors : IAsyncLifetime
{
    private readonly Dictionary<string, string> _uploaded = [];
    private readonly Dictionary<string, string> _directories = [];
    private GatewayProcess? _gateway;

    internal Api Api => _gateway?.Api ?? throw new InvalidOperationException("The gateway did not start.");

    internal static string AgentPath => @"c:\temp";

    internal Dictionary<string, Rows> Databases { get; } = [];

    /// <summary>The name of a vendor on a database; skips the test when its server is missing.</summary>
    internal string Vendor(string name, DatabaseKind kind)
    {
        Assert.SkipWhen(_gateway is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        Assert.SkipWhen(kind == DatabaseKind.MySql && TestServers.MySql is null, "GATEWAY_TEST_MYSQL is not set. Run ./test.sh, which starts the databases.");
        return kind == DatabaseKind.MySql ? name + "my" : name;
    }

    /// <summary>What lies before a vendor's agent under a name.</summary>
    internal byte[] Laid(string vendor, string name) => File.ReadAllBytes(Path.Combine(_directories[vendor], name));

    /// <summary>The id of a file with this content (see <see cref="Samples.Named"/>); uploaded once.</summary>
    internal async Task<string> UploadAsync(string sample, string name)
    {
        if (!_uploaded.TryGetValue(sample, out var id))
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Samples.Named(sample)), "file", name } };
            var answer = await Api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
            Assert.True(answer.Status == 201, answer.ToString());
            _uploaded[sample] = id = (string)answer.Json["id"]!;
        }

        return id;
    }

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is null)
        {
            return;
        }

        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = await StateTemplate.CopyAsync("gww"),
            ["Gateway:Files:Root"] = Directory.CreateTempSubdirectory("gateway-files-").FullName,
        };
        await AddAsync(settings, DatabaseKind.PostgreSql);
        if (TestServers.MySql is not null)
        {
            await AddAsync(settings, DatabaseKind.MySql);
        }

        _gateway = await GatewayProcess.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    private async Task AddAsync(Dictionary<string, string> settings, DatabaseKind kind)
    {
        var (shared, reader) = (await CreateAsync(kind), await CreateAsync(kind));
        foreach (var (protocol, name) in new[] { ("kshot", "kshot"), ("bizppurio", "bizppurio"), ("xroshot", "xroshot"), ("xroshot", "xroshotreader"), ("emma", "emma"), ("lguplus", "lguplus") })
        {
            var vendor = kind == DatabaseKind.MySql ? name + "my" : name;
            Databases[vendor] = name == "xroshotreader" ? reader : shared;
            _directories[vendor] = Directory.CreateTempSubdirectory($"gateway-{vendor}-").FullName;
            settings[$"Vendors:{vendor}:Protocol"] = protocol;
            settings[$"Vendors:{vendor}:Database"] = kind == DatabaseKind.MySql ? "mysql" : "postgresql";
            settings[$"Vendors:{vendor}:ConnectionString"] = Databases[vendor].ConnectionString;
            settings[$"Vendors:{vendor}:CreateTables"] = "true";
            settings[$"Vendors:{vendor}:Attachments:WriteTo"] = _directories[vendor];
            settings[$"Vendors:{vendor}:Attachments:AgentPath"] = AgentPath;
            if (protocol == "emma")
            {
                settings[$"Vendors:{vendor}:Emma:JsonButtons"] = "true";
            }

            if (protocol == "xroshot")
            {
                settings[$"Vendors:{vendor}:Xroshot:TextFax"] = "true";
                settings[$"Vendors:{vendor}:Xroshot:VoiceType"] = name == "xroshotreader" ? "0" : "1";
                settings[$"Vendors:{vendor}:Xroshot:MentType"] = name == "xroshotreader" ? "4" : "0";
            }
        }
    }

    private static async Task<Rows> CreateAsync(DatabaseKind kind) =>
        kind == DatabaseKind.MySql ? Rows.MySql(await TestServers.CreateMySqlAsync("wmy")) : Rows.Postgres(await TestServers.CreatePostgresAsync("wpg"));
}
