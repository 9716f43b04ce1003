using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>What docs/guides/streams.md and the document show of streams really works.</summary>
public sealed partial class DocumentedStreams(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Are_read_by_each_command_of_the_page()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", "guides", "streams.md"), TestContext.Current.CancellationToken);
        var last = (string)(await _api.GetAsync("/v1/events?start=latest")).Json["nextCursor"]!;
        var commands = Command().Matches(page).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(3, commands.Count);
        foreach (var command in commands)
        {
            // As far as the present: the first lines of the answer.
            var script = command.Replace("http://127.0.0.1:8080", _api.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
            var output = await RunAsync("bash", ["-c", $"grep -m 1 -F ': up to date' < <({script} 2>/dev/null)"], ("KEY", GatewayProcess.AdminKey), ("LAST", last));
            Assert.Equal(": up to date", output.Trim());
        }
    }

    [Fact]
    public async Task Are_read_by_the_code_for_browsers_over_a_broken_connection()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", "guides", "streams.md"), TestContext.Current.CancellationToken);
        using var tenant = await Tenant.CreateAsync(_api);
        await using var relay = new TcpRelay(_api.Address.Host, _api.Address.Port);
        var folder = Directory.CreateTempSubdirectory("gateway-follow-").FullName;
        var (file, told) = (Path.Combine(folder, "follow.mjs"), Path.Combine(folder, "told"));
        await File.WriteAllTextAsync(told, "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, Script().Match(page).Groups[1].Value + $$"""

            import { appendFileSync } from "node:fs";
            await follow("http://127.0.0.1:{{relay.Port}}/v1/events/stream", "{{tenant.Key}}", (type, data) => {
              appendFileSync("{{told}}", `${type} ${data.data.n}\n`);
              if (data.data.n === 19) process.exit(0);
            });
            """, TestContext.Current.CancellationToken);
        Assert.SkipUnless(await CanRunAsync("node"), "node is not installed.");

        await HappenAsync(tenant, 0);
        var running = RunAsync("node", [file]);
        await Eventually.BeAsync(async () => (await LinesAsync(told)).Length == 10, "the first ones were told", 60);
        relay.TakeDown();
        await HappenAsync(tenant, 10);
        relay.BringBack();

        Assert.Equal("", await running.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System));
        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"vendor.down {n}"), await LinesAsync(told));
    }

    [Theory]
    [InlineData("/v1/events/stream", "message.delivered")]
    [InlineData("/v1/live", "history")]
    public async Task Have_an_example_of_their_content_type_in_the_document(string path, string type)
    {
        var operation = (await _api.GetAsync("/openapi.json")).Json["paths"]![path]!["get"]!;

        var content = operation["responses"]!["200"]!["content"]!["text/event-stream"]!;
        var example = (string)Assert.Single(content["examples"]!.AsObject()).Value!["value"]!;
        Assert.Contains($"\nevent: {type}\ndata: {{", example, StringComparison.Ordinal);
        Assert.NotNull(operation["responses"]!["429"]);
    }

    private static Task<string[]> LinesAsync(string path) => File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);

    private Task HappenAsync(Tenant tenant, int first) => gateway.State.ExecuteAsync($"""
        INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
        SELECT gateway.new_id(now()), '{tenant.Id}', 9, now(), jsonb_build_object('n', n) FROM generate_series({first}, {first + 9}) AS n
        """);

    private static async Task<bool> CanRunAsync(string program)
    {
        try
        {
            return (await RunAsync(program, ["--version"])).Length > 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        return output + await errors;
    }

    [GeneratedRegex("```sh\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Command();

    [GeneratedRegex("```js\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Script();
}
