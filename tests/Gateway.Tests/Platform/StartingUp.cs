using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Settings are checked when the process starts: every fault in one line of its own, no stack trace.</summary>
public sealed class StartingUp
{
    [Fact]
    public async Task Serves_pages_that_load_nothing_from_elsewhere_or_none_at_all()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using (var open = await world.StartProcessAsync())
        {
            var page = await open.Api.GetAsync("/swagger/index.html");
            Assert.Equal((200, "nosniff", "DENY", "no-referrer"), (page.Status, page.Headers["X-Content-Type-Options"], page.Headers["X-Frame-Options"], page.Headers["Referrer-Policy"]));
            Assert.Contains("default-src 'self'", page.Headers["Content-Security-Policy"]);
        }

        world.Settings["Gateway:Documentation"] = "false";
        await using var closed = await world.StartProcessAsync();
        Assert.Equal((404, 404, 404), ((await closed.Api.GetAsync("/swagger/index.html")).Status, (await closed.Api.GetAsync("/openapi.yaml")).Status, (await closed.Api.GetAsync("/openapi.json")).Status));
    }

    [Fact]
    public async Task Ends_with_one_clear_line_for_each_wrong_setting()
    {
        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>
        {
            ["Gateway:AdminKey"] = "short",
            ["Gateway:Roles"] = "http,dance",
            ["Vendors:k:Protocol"] = "kshot",
            ["Vendors:k:Tps"] = "0",
            ["Vendors:k:Kshot:QueueTable"] = "drop table",
        });

        Assert.Equal(78, exitCode);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith("gateway: ", line));
        foreach (var setting in new[] { "Gateway:AdminKey", "Gateway:Roles", "ConnectionStrings:Gateway", "Vendors:k:Database", "Vendors:k:ConnectionString", "Vendors:k:Tps", "Vendors:k:Kshot" })
        {
            Assert.Single(lines, line => line.StartsWith($"gateway: {setting}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Says_what_to_do_when_a_connection_pooler_stands_before_the_state_database()
    {
        // What PgBouncer 1.18 answers to the first words of a connection.
        byte[] refusal = [.. "E\0\0\0\u0042SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0"u8];
        refusal[4] = (byte)(refusal.Length - 1);
        await using var pooler = new RudeReceiver(async (socket, stop) => await socket.SendAsync(refusal, stop));
        await using var gateway = await GatewayProcess.StartListeningAsync(new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = $"Host=127.0.0.1;Port={pooler.Port};SSL Mode=Disable;Username=gateway;Password=x;Database=gateway;Timeout=2",
        });

        var ready = await Eventually.GetAsync(() => gateway.Api.GetAsync("/health/ready"), answer => answer.Text.Contains("startup parameter", StringComparison.Ordinal), "it was refused");

        Assert.Equal(503, ready.Status);
        Assert.Contains("Give ConnectionStrings:Gateway the address of PostgreSQL itself", (string)ready.Json["missing"]![0]!);
    }

    [Fact]
    public async Task Says_how_to_make_a_state_database_that_is_not_there()
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(TestServers.Postgres!) { Database = "nowhere_yet" };
        await using var gateway = await GatewayProcess.StartListeningAsync(new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = settings.ConnectionString,
        });

        var ready = await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/health/ready"),
            answer => answer.Text.Contains("does not exist", StringComparison.Ordinal),
            "it is not there");

        Assert.Equal(503, ready.Status);
        Assert.Contains("Create it, empty: createdb ", (string)ready.Json["missing"]![0]!);
    }

    [Theory]
    [InlineData("Routing:sms:0:Vendor", "nobody", "Routing:sms names the vendor 'nobody', which is not configured.")]
    [InlineData("Routing:fax:0:Vendor", "k", "Routing:fax names the vendor 'k', which does not carry it.")]
    [InlineData("Routing:pigeon:0:Vendor", "k", "Routing:pigeon is no channel. Must be one of: sms, lms, mms, alimtalk, friendtalk, voice, fax.")]
    public async Task Ends_when_a_routing_rule_cannot_work(string setting, string value, string expected)
    {
        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = "Host=127.0.0.1",
            ["Vendors:k:Protocol"] = "kshot",
            ["Vendors:k:Database"] = "postgresql",
            ["Vendors:k:ConnectionString"] = "Host=127.0.0.1",
            [setting] = value,
        });

        Assert.Equal((78, $"gateway: {expected}"), (exitCode, output));
    }

    [Fact]
    public async Task Ends_when_a_vendor_has_a_setting_that_does_not_exist()
    {
        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = "Host=127.0.0.1",
            ["Vendors:k:Protocol"] = "kshot",
            ["Vendors:k:Databse"] = "mysql",
        });

        Assert.Equal(78, exitCode);
        Assert.Contains("Databse", output);
    }

    [Fact]
    public async Task Prints_the_openapi_document_that_stands_in_the_repository()
    {
        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>(), "openapi");

        Assert.Equal(0, exitCode);
        Assert.Equal(await File.ReadAllTextAsync(Repository.File("openapi.yaml")), output.TrimEnd() + "\n");
    }
}
