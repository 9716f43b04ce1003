using Gateway.Acceptance.Compose;
using Gateway.Accounts;
using Gateway.Dispatch;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Settings;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Tests.Support;
using Gateway.Webhooks;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>A setting that the gateway does not know stops the start: what was meant would not be done. All of them are told at once, each with its whole name and the name that was meant.</summary>
public sealed class MisspeltSettings
{
    private const string Secret = "hunter2-hunter2-hunter2-hunter2-hunter2";

    internal static readonly KnownSection[] Known =
    [
        new("Gateway", typeof(GatewayOptions)), new("ConnectionStrings", typeof(StorageOptions)), new("Retention", typeof(RetentionOptions)), new("Limits", typeof(LimitsOptions)),
        new("Connections", typeof(ConnectionOptions)), new("Dispatch", typeof(DispatchOptions)), new("Kakao", typeof(KakaoOptions)), new("Webhooks", typeof(WebhookOptions)),
        new("Routing", typeof(Dictionary<string, List<RouteOptions>>)), new("Vendors", typeof(Dictionary<string, VendorOptions>)),
    ];

    [Fact]
    public void Are_looked_for_in_every_class_of_options()
    {
        var sections = typeof(GatewayOptions).Assembly.GetTypes().Select(type => type.GetField("Section")?.GetRawConstantValue()).OfType<string>();

        Assert.Empty(sections.Except(Known.Select(section => section.Path)));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("jobs")]
    public async Task Are_refused_all_at_once_with_the_right_name_when_one_letter_is_missing(string roles)
    {
        var wrong = Names().SelectMany(name => Without(name.Name).Select(misspelt => (Path: $"{name.Parent}:{misspelt}", name.Below, Right: $"{name.Parent}:{name.Name}"))).ToList();
        var settings = wrong.ToDictionary(name => name.Path + name.Below, _ => Secret);
        settings["Gateway:Roles"] = roles;

        var (exitCode, output) = await GatewayProcess.RunToEndAsync(settings);

        Assert.True(wrong.Count > 300, $"{wrong.Count} names were tried");
        Assert.Equal(78, exitCode);
        var lines = output.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length > 7).ToDictionary(words => words[1], words => words[7..].Select(word => word.TrimEnd('?')));
        Assert.Equal("", string.Join('\n', wrong.Where(name => !lines.TryGetValue(name.Path, out var meant) || !meant.Contains(name.Right)).Select(name => $"{name.Path} is {name.Right}")));
        Assert.DoesNotContain(Secret, output);
    }

    [Fact]
    public async Task Are_refused_when_a_letter_of_their_section_is_missing()
    {
        var wrong = Known.SelectMany(section => Without(section.Path).Select(misspelt => (Section: section, Misspelt: misspelt)))
            .Select(name => (Right: Filled(name.Section.Paths.First(path => !path.EndsWith(":0", StringComparison.Ordinal))), name.Section, name.Misspelt))
            .Select(name => (name.Right, Wrong: name.Misspelt + name.Right[name.Section.Path.Length..]))
            .ToList();

        var (exitCode, output) = await GatewayProcess.RunToEndAsync(wrong.ToDictionary(name => name.Wrong, _ => Secret));

        Assert.Equal(78, exitCode);
        var lines = output.Split('\n').ToHashSet();
        Assert.Equal("", string.Join('\n', wrong.Select(name => $"gateway: {name.Wrong} is no setting. Did you mean {name.Right}?").Except(lines)));
        Assert.DoesNotContain(Secret, output);
    }

    [Fact]
    public async Task Are_refused_by_their_whole_name_when_their_value_is_of_another_type()
    {
        var wrong = Known.SelectMany(section => section.Paths.Select(path => (Path: Filled(path), Type: section.Find(Filled(path))!.Type)))
            .Where(setting => KnownSection.IsValue(setting.Type) && setting.Type != typeof(string))
            .Select(setting => setting.Path)
            .ToList();

        foreach (var value in new[] { Secret, "0x10", "1,2", "mysql,postgresql", "yes", "TRUE", "KShot" })
        {
            var (exitCode, output) = await GatewayProcess.RunToEndAsync(wrong.ToDictionary(path => path, _ => value));

            Assert.Equal(78, exitCode);
            Assert.Equal("", string.Join(' ', wrong.Where(path => !output.Contains($"gateway: {path} cannot be read. Must be ", StringComparison.Ordinal))));
            Assert.DoesNotContain(Secret, output);
        }
    }

    [Fact]
    public async Task Are_refused_when_a_list_or_a_section_is_written_as_a_value()
    {
        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>
        {
            ["Webhooks:AllowedNetworks"] = "10.0.0.0/8",
            ["Webhooks:AllowedNetworks:first"] = "10.0.0.0/8",
            ["Gateway:Files"] = "/data",
            ["Vendors:k"] = "kshot",
            ["Retention:Files:Days"] = "3",
            ["Retention:WriteTo"] = "/data",
        });

        Assert.Equal(78, exitCode);
        Assert.Contains("gateway: Webhooks:AllowedNetworks is a list: write Webhooks:AllowedNetworks:0, Webhooks:AllowedNetworks:1 and so on.", output);
        Assert.Contains("gateway: Gateway:Files is no value. It has settings below it: Gateway:Files:Root.", output);
        Assert.Contains("gateway: Vendors:k is no value.", output);
        Assert.Contains("gateway: Retention:Files:Days is no setting. Retention:Files is one value.", output);
        Assert.Contains("gateway: Retention:WriteTo is no setting. Did you mean Vendors:<name>:Attachments:WriteTo?", output);
    }

    [Fact]
    public async Task Are_refused_on_the_command_line_also_in_sections_that_nobody_knows()
    {
        var (exitCode, output) = await GatewayProcess.RunToEndAsync(new Dictionary<string, string>(), "--Weather:City=Seoul", "--Gateway:AdminKy=x", "--environment=Production");

        Assert.Equal(78, exitCode);
        Assert.Contains("gateway: Weather is no section of the settings. There are: ", output);
        Assert.Contains("gateway: Gateway:AdminKy is no setting. Did you mean Gateway:AdminKey?", output);
    }

    [Fact]
    public async Task Of_others_in_the_environment_never_matter()
    {
        await using var gateway = await GatewayProcess.StartListeningAsync(new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = "Host=127.0.0.1;Port=1;Timeout=1",
            ["GATEWAY_PORT"] = "tcp://10.0.0.1:80",
            ["GATEWAY_SERVICE_HOST"] = "10.0.0.1",
            ["GATEWAY_ROLES"] = "dance",
            ["VENDORS"] = "many",
            ["Webhook:Target"] = "elsewhere",
            ["Limit:Of:Sky"] = "none",
            ["GATEWAYS:Files:Root2"] = "/nowhere",
            ["Serilog:Properties:Application"] = "gateway",
            ["Kestrel:Limits:MaxConcurrentUpgradedConnections"] = "5",
            ["Logging:LogLevel:Default"] = "Warning",
            ["OTEL_SERVICE_NAME"] = "gateway",
        });

        Assert.Equal(200, (await gateway.Api.GetAsync("/health/live")).Status);
        Assert.Contains("The environment variable GATEWAY_ROLES is not read. If GATEWAY:ROLES is meant, write two underscores: GATEWAY__ROLES.", gateway.Log);
    }

    /// <summary>Every name of a setting or section that could be misspelt, with what stands before and behind it.</summary>
    private static IEnumerable<(string Parent, string Name, string Below)> Names() => Known.SelectMany(section => section.Paths.Select(Filled).SelectMany(path => Parts(section, path))).DistinctBy(name => (name.Parent, name.Name));

    private static IEnumerable<(string Parent, string Name, string Below)> Parts(KnownSection section, string path)
    {
        var parts = path.Split(':');
        for (var i = 1; i < parts.Length; i++)
        {
            if (section.Find(string.Join(':', parts[..(i + 1)])) is { } setting && setting.Name == parts[i])
            {
                yield return (string.Join(':', parts[..i]), parts[i], string.Concat(parts[(i + 1)..].Select(part => ":" + part)));
            }
        }
    }

    /// <summary>The name with each of its letters left out, unless that is the name of another setting.</summary>
    private static IEnumerable<string> Without(string name) => Enumerable.Range(0, name.Length).Select(i => name.Remove(i, 1)).Distinct(StringComparer.OrdinalIgnoreCase).Where(misspelt => misspelt != "LogTable");

    private static string Filled(string path) => path.Replace("Routing:<name>", "Routing:sms", StringComparison.Ordinal).Replace("<name>", "k", StringComparison.Ordinal);
}
