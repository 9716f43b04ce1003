using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>What cannot work is one clear line and exit code 78; what can work in part starts, and says in its first lines what it is and what is doubtful.</summary>
public sealed class FailingStarts
{
    private const string Password = "sekret-sekret-sekret";

    private static Dictionary<string, string> Settings => new()
    {
        ["ConnectionStrings:Gateway"] = $"Host=127.0.0.1;Port=1;Database=state;Username=keeper;Password={Password};Timeout=1",
        ["Vendors:k:Protocol"] = "kshot",
        ["Vendors:k:Database"] = "mysql",
        ["Vendors:k:ConnectionString"] = $"Server=127.0.0.1;Port=1;Database=agent;User ID=writer;Password={Password}",
        ["Gateway:Files:Root"] = Directory.CreateTempSubdirectory("gateway-files-").FullName,
    };

    [Theory]
    [InlineData("ConnectionStrings:Gateway", "Hots=127.0.0.1;Password=sekret-sekret-sekret", "ConnectionStrings:Gateway has the keyword 'hots', which the driver does not know. Did you mean 'Host'?")]
    [InlineData("ConnectionStrings:Gateway", "Host=127.0.0.1;Port=sekret-sekret-sekret", "ConnectionStrings:Gateway has a value at 'port' that cannot be read.")]
    [InlineData("ConnectionStrings:Gateway", "sekret-sekret-sekret", "ConnectionStrings:Gateway is no connection string. ")]
    [InlineData("ConnectionStrings:Gateway", "Database=state", "ConnectionStrings:Gateway names no Host.")]
    [InlineData("Vendors:k:ConnectionString", "Serverr=127.0.0.1;Password=sekret-sekret-sekret", "Vendors:k:ConnectionString has 'serverr', which is no option of MySqlConnector. See https://mysqlconnector.net/connection-options/ Did you mean 'Server'?")]
    [InlineData("Vendors:k:ConnectionString", "Server=127.0.0.1;Port=sekret-sekret-sekret", "Vendors:k:ConnectionString has a value for 'port' that it cannot have.")]
    [InlineData("Gateway:EncryptContent", "yes please", "Gateway:EncryptContent cannot be read. Must be one of: true, false.")]
    [InlineData("Gateway:Roles", "HTTP", "Gateway:Roles 'HTTP' is not understood: http, jobs, or http,jobs.")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:99999", "urls (ASPNETCORE_URLS) has an address that nobody can listen on. ")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:8080", "The server cannot listen: Cannot assign requested address.")]
    [InlineData("ASPNETCORE_URLS", "https://127.0.0.1:0", "The server cannot start: Unable to configure HTTPS endpoint.")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:99999", "Kestrel:Endpoints:Http:Url is no address to listen on. ")]
    [InlineData("Serilog:MinimumLevel:Default", "Chatty", "Serilog cannot be used: ")]
    [InlineData("Gateway:LogFormat", "xml", "Gateway:LogFormat 'xml' is not understood: text or json.")]
    [InlineData("Gateway:Files:Root", "/dev/null/files", "Gateway:Files:Root cannot be used: ")]
    [InlineData("Vendors:k:Channels", "SMS", "Vendors:k:Channels names 'SMS', which kshot does not have. Must be one of: sms, lms, mms, fax, alimtalk.")]
    [InlineData("Vendors:k:Channels", "mms", "Vendors:k:Channels names 'mms', which needs Vendors:k:Attachments:WriteTo")]
    [InlineData("Vendors:k:Attachments:AgentPath", "/agent", "Vendors:k:Attachments:AgentPath has no effect without Vendors:k:Attachments:WriteTo")]
    [InlineData("Vendors:k:Xroshot:VoiceType", "1", "Vendors:k:Xroshot has no effect, because Vendors:k:Protocol is kshot.")]
    [InlineData("Vendors:k:Kshot:EtcColumns", "99", "Vendors:k:Kshot:EtcColumns is 99; it is 1 to 9.")]
    [InlineData("Connections:Most", "-1", "Connections:Most is 0 to 1000000.")]
    [InlineData("Connections:TrustedProxies:0", "nowhere", "Connections:TrustedProxies:0 is no address and no network")]
    public async Task End_with_one_line_and_78(string setting, string value, string expected)
    {
        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>(Settings) { [setting] = value });

        Assert.Equal(78, exitCode);
        var fault = Assert.Single(output.Split('\n'), line => line.StartsWith("gateway: ", StringComparison.Ordinal));
        Assert.StartsWith($"gateway: {expected}", fault);
        Assert.DoesNotContain("   at ", output);
        Assert.DoesNotContain(Password, output);
    }

    [Theory]
    [InlineData("VoiceType", "9", "Vendors:x:Xroshot:VoiceType is 9; it is 0 (female) or 1 (male).")]
    [InlineData("MentType", "5", "Vendors:x:Xroshot:MentType is 5; it is 0 to 4.")]
    [InlineData("UserId", "a name of more than twenty bytes", "Vendors:x:Xroshot:UserId must have 1 to 20 bytes.")]
    public async Task End_when_a_column_of_xroshot_would_get_what_it_cannot_hold(string setting, string value, string expected)
    {
        var settings = new Dictionary<string, string>(Settings) { ["Vendors:x:Protocol"] = "xroshot", ["Vendors:x:Database"] = "mysql", [$"Vendors:x:Xroshot:{setting}"] = value };
        settings["Vendors:x:ConnectionString"] = settings["Vendors:k:ConnectionString"];

        Assert.Equal((78, $"gateway: {expected}"), await GatewayProcess.RunToEndAsync(settings));
    }

    [Theory]
    [InlineData("ValidMinutes", "4", "Vendors:e:Emma:ValidMinutes is 4; it is 5 to 1440.")]
    [InlineData("MmsFiles", "4", "Vendors:e:Emma:MmsFiles is 4; it is 1 to 3.")]
    [InlineData("TakeSeconds", "6", "Vendors:e:Emma:TakeSeconds is 6; it is 1 to 5.")]
    [InlineData("FileKeysFrom", "-1", "Vendors:e:Emma:FileKeysFrom is -1; it is 0 to 1000000000.")]
    [InlineData("FileSubpath", "a/folder/whose/name/is/longer/than/the/column/of/sixty-four/bytes", "Vendors:e:Emma:FileSubpath has more than 64 bytes.")]
    public async Task End_when_a_setting_of_emma_cannot_be(string setting, string value, string expected)
    {
        var settings = new Dictionary<string, string>(Settings) { ["Vendors:e:Protocol"] = "emma", ["Vendors:e:Database"] = "mysql", [$"Vendors:e:Emma:{setting}"] = value };
        settings["Vendors:e:ConnectionString"] = settings["Vendors:k:ConnectionString"];

        Assert.Equal((78, $"gateway: {expected}"), await GatewayProcess.RunToEndAsync(settings));
    }

    [Theory]
    [InlineData("SmsBytes", "91", "Vendors:l:Lguplus:SmsBytes is 91; it is 80 to 90.")]
    [InlineData("TextBytes", "2001", "Vendors:l:Lguplus:TextBytes is 2001; it is 90 to 2000.")]
    [InlineData("SubjectBytes", "9", "Vendors:l:Lguplus:SubjectBytes is 9; it is 10 to 64.")]
    [InlineData("PictureKilobytes", "301", "Vendors:l:Lguplus:PictureKilobytes is 301; it is 10 to 300.")]
    [InlineData("MmsFiles", "0", "Vendors:l:Lguplus:MmsFiles is 0; it is 1 to 3.")]
    [InlineData("ValidMinutes", "4", "Vendors:l:Lguplus:ValidMinutes is 4; it is 5 to 1440.")]
    [InlineData("TakeSeconds", "6", "Vendors:l:Lguplus:TakeSeconds is 6; it is 1 to 5.")]
    [InlineData("LongKeyColumn", "etc4", "Vendors:l:Lguplus:LongKeyColumn is ETC4, which is a number and holds no id. Choose ETC1, ETC2 or ETC3.")]
    public async Task End_when_a_setting_of_lguplus_cannot_be(string setting, string value, string expected)
    {
        var settings = new Dictionary<string, string>(Settings) { ["Vendors:l:Protocol"] = "lguplus", ["Vendors:l:Database"] = "mysql", [$"Vendors:l:Lguplus:{setting}"] = value };
        settings["Vendors:l:ConnectionString"] = settings["Vendors:k:ConnectionString"];

        Assert.Equal((78, $"gateway: {expected}"), await GatewayProcess.RunToEndAsync(settings));
    }

    [Theory]
    [InlineData("WriteTo", "files", null, "Vendors:l:Attachments:WriteTo is 'files', which does not begin at the root. ")]
    [InlineData("AgentPath", "uplus/files", "/srv/files", "Vendors:l:Attachments:AgentPath is 'uplus/files', which does not begin at the root. ")]
    [InlineData("AgentPath", "c:files", "/srv/files", "Vendors:l:Attachments:AgentPath is 'c:files', which does not begin at the root. ")]
    public async Task End_when_rows_would_name_files_by_a_part_of_their_path(string setting, string value, string? writeTo, string expected)
    {
        var settings = new Dictionary<string, string>(Settings) { ["Vendors:l:Protocol"] = "lguplus", ["Vendors:l:Database"] = "mysql" };
        settings["Vendors:l:ConnectionString"] = settings["Vendors:k:ConnectionString"];
        settings["Vendors:l:Attachments:WriteTo"] = writeTo ?? value;
        settings[$"Vendors:l:Attachments:{setting}"] = value;

        var (exitCode, output) = await GatewayProcess.RunToEndAsync(settings);

        Assert.Equal(78, exitCode);
        Assert.StartsWith($"gateway: {expected}", output);
    }

    [Fact]
    public async Task End_when_the_port_is_taken()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>(Settings) { ["ASPNETCORE_URLS"] = $"http://{taken.LocalEndpoint}" });

        Assert.Equal(78, exitCode);
        Assert.Contains("address already in use", Assert.Single(output.Split('\n'), line => line.StartsWith("gateway: ", StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", output);
    }

    [Theory]
    [InlineData("Server=localhost;Port=1;Database=agent;User ID=other", null, true)]
    [InlineData("Server=127.0.0.1;Port=1;Database=agent", "other_queue", true)]
    [InlineData("Server=127.0.0.1;Port=2;Database=agent", null, false)]
    [InlineData("Server=127.0.0.1;Port=1;Database=agent2", null, false)]
    public async Task End_when_two_vendors_have_the_same_tables_in_the_same_database(string connection, string? queue, bool refused)
    {
        var settings = new Dictionary<string, string>(Settings) { ["Vendors:l:Protocol"] = "kshot", ["Vendors:l:Database"] = "mysql", ["Vendors:l:ConnectionString"] = connection, ["Gateway:AdminKey"] = "short" };
        if (queue is not null)
        {
            settings["Vendors:l:Kshot:QueueTable"] = queue;
        }

        var (exitCode, output) = await GatewayProcess.RunToEndAsync(settings);

        // The short key ends those that are no fault.
        Assert.Equal(78, exitCode);
        Assert.Equal(refused, output.Contains($"Vendors:l has the table {(queue is null ? "agent_msgqueue" : "agent_msgresult")} in the same database as Vendors:k.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Say_first_what_starts_without_any_secret()
    {
        var settings = new Dictionary<string, string>(Settings) { ["Retention:Files"] = "7", ["Gateway:EncryptionSecret"] = Password + Password, ["Vendors:k:Tps"] = "100" };
        await using var gateway = await GatewayProcess.StartListeningAsync(settings);

        var lines = gateway.Log.Split('\n');
        Assert.Matches(@" Gateway \d+\.\d+\.\d+\S* starts on \.NET \S+ as \S+ with the roles http,jobs\. Its state database is 127\.0\.0\.1:1/state\.$", lines[0]);
        Assert.EndsWith(" Vendor k: kshot, mysql at 127.0.0.1:1/agent, channels sms,lms,alimtalk.", lines[1]);
        Assert.Contains("Gateway:AdminKey (secret), Gateway:EncryptionSecret (secret), Gateway:Files:Root=", lines[2]);
        Assert.Contains("Retention:Files=7", lines[2]);
        Assert.DoesNotContain("Vendors:k:Tps", lines[2]);
        Assert.All([Password, GatewayProcess.AdminKey, "keeper", "writer"], secret => Assert.DoesNotContain(secret, string.Join('\n', lines[..3])));
    }

    [Fact]
    public async Task Warn_of_what_works_only_in_part()
    {
        var settings = new Dictionary<string, string>(Settings) { ["Vendors:k:Attachments:WriteTo"] = "/nowhere/files" };
        await using (var gateway = await GatewayProcess.StartListeningAsync(settings))
        {
            Assert.Contains("Vendors:k:Attachments:WriteTo cannot be used: The directory '/nowhere/files' does not exist. Messages with files wait for it; others go on.", gateway.Log);
        }

        var none = Settings.Where(setting => !setting.Key.StartsWith("Vendors", StringComparison.Ordinal)).ToDictionary();
        await using var empty = await GatewayProcess.StartListeningAsync(none);
        Assert.Contains("No vendor is configured, so every message is refused.", empty.Log);
    }
}
