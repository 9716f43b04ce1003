using Gateway.Simulator.Agents;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>A gateway with all vendors on one kind of database, and their agents at work. Numbers that end with 9907 fail; those with 9909 cannot be reached by Kakao, so that their fallback is delivered.</summary>
internal sealed class EveryVendor : IAsyncDisposable
{
    private static readonly string[] Protocols = ["kshot", "bizppurio", "xroshot", "emma", "lguplus"];

    private readonly List<AgentRunner> _agents = [];
    private readonly Dictionary<string, string> _uploaded = [];

    private EveryVendor(GatewayProcess gateway, Rows vendor)
    {
        Gateway = gateway;
        Vendor = vendor;
    }

    public GatewayProcess Gateway { get; }

    public Rows Vendor { get; }

    public static async Task<EveryVendor> StartAsync(DatabaseKind kind, params (string Name, string Value)[] more)
    {
        var state = await StateTemplate.CopyAsync("gwv");
        var vendor = kind == DatabaseKind.MySql ? Rows.MySql(await TestServers.CreateMySqlAsync("all")) : Rows.Postgres(await TestServers.CreatePostgresAsync("all"));
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = state,
            ["Gateway:Files:Root"] = Directory.CreateTempSubdirectory("gateway-files-").FullName,
        };
        foreach (var protocol in Protocols)
        {
            settings[$"Vendors:{protocol}:Protocol"] = protocol;
            settings[$"Vendors:{protocol}:Database"] = kind == DatabaseKind.MySql ? "mysql" : "postgresql";
            settings[$"Vendors:{protocol}:ConnectionString"] = vendor.ConnectionString;
            settings[$"Vendors:{protocol}:Attachments:WriteTo"] = Directory.CreateTempSubdirectory($"gateway-{protocol}-").FullName;
        }

        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        // The agents make their tables, as they do in real installs.
        IAgent[] agents = [.. Protocols.Select(protocol => AgentRunner.AgentOf(protocol, vendor, settings["Vendors:bizppurio:Attachments:WriteTo"]))];
        foreach (var agent in agents)
        {
            await agent.CreateTablesAsync();
        }

        var world = new EveryVendor(await GatewayProcess.StartAsync(settings), vendor);
        world._agents.AddRange(agents.Select(agent => new AgentRunner(agent)));
        return world;
    }

    /// <summary>Sends and answers the message's id.</summary>
    public async Task<string> SendAsync(string json)
    {
        var answer = await Gateway.Api.PostAsync("/v1/messages", json);
        Assert.True(answer.Status == 202, answer.ToString());
        return (string)answer.Json["messages"]![0]!["id"]!;
    }

    /// <summary>The id of a file with this content (see <see cref="Files.Samples.Named"/>); uploaded once.</summary>
    public async Task<string> UploadAsync(string sample)
    {
        if (!_uploaded.TryGetValue(sample, out var id))
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Files.Samples.Named(sample)), "file", sample == "noise" ? "a.pcm" : "a.txt" } };
            if (sample == "noise")
            {
                // Sound without a header is known only by name and purpose.
                form.Add(new StringContent("voice"), "channel");
            }

            var answer = await Gateway.Api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
            Assert.True(answer.Status == 201, answer.ToString());
            _uploaded[sample] = id = (string)answer.Json["id"]!;
        }

        return id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
        {
            await agent.DisposeAsync();
        }

        await Gateway.DisposeAsync();
    }
}
