using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Public libraries, which know nothing of this code, verify what the gateway signs; and so does the code that the README shows.</summary>
public sealed partial class VerifiedByOthers(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    private const string AllOk = "standardwebhooks: ok, svix: ok, readme: ok";

    [Fact]
    public async Task Public_libraries_and_the_README_verify_single_and_batched_bodies_and_both_secrets()
    {
        await using var single = new WebhookReceiver();
        await using var batched = new WebhookReceiver();
        var first = await world.RegisterAsync(single);
        var second = await world.RegisterAsync(batched, more: """, "batch": true""");
        await world.HappenAsync(3);
        await single.WaitForAsync(_ => single.All.Count == 3, "single bodies");
        await batched.WaitForAsync(_ => true, "a batched body");
        var rotated = (await world.Api.PostAsync($"/v1/webhooks/{first["id"]}/rotate-secret", "")).Json;
        await world.Api.PostAsync($"/v1/webhooks/{first["id"]}/test", "");
        var test = await single.WaitForAsync(received => received.Type == "webhook.test", "the test");

        var lines = await VerifyAsync(
        [
            .. single.All.Take(3).Select(received => Case(first, received)),
            .. batched.All.Select(received => Case(second, received)),
            Case(first, test),
            Case(rotated, test),
            Case(second, test),
        ]);

        Assert.All(lines.SkipLast(1), line => Assert.Equal(AllOk, line));
        Assert.Equal(3, NoMatch().Count(lines[^1]));
    }

    private static JsonNode Case(JsonNode webhook, Received received) => new JsonObject
    {
        ["secret"] = (string)webhook["secret"]!,
        ["headers"] = new JsonObject { ["webhook-id"] = received.Id, ["webhook-timestamp"] = received.Timestamp, ["webhook-signature"] = received.Signature },
        ["body"] = received.Body,
    };

    private static async Task<string[]> VerifyAsync(JsonArray cases)
    {
        var folder = Repository.File("tests", "Gateway.Tests", "Webhooks", "Verify");
        Assert.SkipUnless(await CanRunAsync("node") && await CanRunAsync("npm"), "node and npm are not installed.");
        var (installed, installing) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder, "");
        Assert.SkipWhen(installed != 0, $"npm ci did not work: {installing}");

        // Beside the packages, where its import finds them; node_modules is ignored by git.
        var snippet = Path.Combine(folder, "node_modules", "readme-snippet.mjs");
        await File.WriteAllTextAsync(snippet, Snippet().Match(await File.ReadAllTextAsync(Repository.File("README.md"))).Groups[1].Value);
        var (code, output) = await RunAsync("node", ["verify.mjs", snippet], folder, cases.ToJsonString());
        Assert.True(code == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<bool> CanRunAsync(string program)
    {
        try
        {
            return (await RunAsync(program, ["--version"], ".", "")).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string folder, string input)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!; // Null only when an existing process is reused, which a program never is.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }

    [GeneratedRegex(@"```js\n(import \{ Webhook \}.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("No matching signature found")]
    private static partial Regex NoMatch();
}
