using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using GatewaySamples;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>What docs/samples has in each language, and the commands of README and guides, work as they stand.</summary>
public sealed partial class DocumentedSamples(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    private static readonly string Folder = Repository.File("docs", "samples");

    public static TheoryData<string> Pages =>
    [
        "README.md", "README.ko.md", "docs/guides/sending.md", "docs/guides/campaigns.md", "docs/guides/accounts.md",
        "docs/guides/webhooks.md", "docs/ko/sending.md", "docs/ko/campaigns.md", "docs/ko/accounts.md",
        "docs/ko/webhooks.md",
    ];

    [Theory]
    [InlineData("bash", "shop.sh")]
    [InlineData("python3", "shop.py")]
    [InlineData("java", "Shop.java")]
    public Task Send_upload_and_verify(string program, string file) =>
        SendUploadAndVerifyAsync(program, Path.Combine(Folder, file));

    [Fact]
    public async Task Send_upload_and_verify_in_TypeScript()
    {
        var tools = Environment.GetEnvironmentVariables()["GATEWAY_TEST_TYPESCRIPT"] as string;
        Assert.SkipWhen(tools is null, "GATEWAY_TEST_TYPESCRIPT is not set. Run ./test.sh where npm is.");
        var source = Path.Combine(tools, "out", "shop.mts"); // Beside the types of Node, and ignored by git.
        Directory.CreateDirectory(Path.GetDirectoryName(source)!);
        File.Copy(Path.Combine(Folder, "shop.ts"), source, overwrite: true);
        var (code, output) = await RunAsync(
            Path.Combine(tools, "node_modules", ".bin", "tsc"),
            [
                "--strict", "--target", "es2022", "--module", "nodenext", "--types", "node",
                "--typeRoots", Path.Combine(tools, "node_modules", "@types"), source,
            ]);
        Assert.True(code == 0, output);

        await SendUploadAndVerifyAsync("node", Path.ChangeExtension(source, ".mjs"));
    }

    [Fact]
    public async Task Send_upload_and_verify_in_CSharp()
    {
        var (secret, received) = await ReceiveAsync();
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = world.Api.Address };
        var shop = new Shop(client, GatewayProcess.AdminKey);

        await ShowsMessageAsync(await shop.SendAsync("01012341234", "\"안녕\" \\ 하세요"));
        ShowsBatch(await shop.CampaignAsync(await CampaignAsync()));
        Assert.True(Shop.Verify(secret, received.Id, received.Timestamp, received.Signature, received.Body));
        Assert.False(Shop.Verify(secret, received.Id, received.Timestamp, received.Signature, received.Body + " "));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Of_a_page_are_not_refused(string page)
    {
        Assert.SkipWhen(world.World is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        var folder = Directory.CreateTempSubdirectory("gateway-docs").FullName;
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(folder, "campaign.csv"), "to,text\n01012341234,a\n", token);
        var own = Guid.NewGuid().ToString();
        var blocks = Shell().Matches(await File.ReadAllTextAsync(Repository.File(page), token))
            .Select(match => match.Groups[1].Value)
            .Where(block => block.Contains("curl", StringComparison.Ordinal) && !block.Contains("-sN", StringComparison.Ordinal))
            .Select(block => block.Replace("http://127.0.0.1:8080", "$GATEWAY", StringComparison.Ordinal)
                .Replace("KEY=$(cat .local/admin-key)", "", StringComparison.Ordinal)
                .Replace("'$GATEWAY", "\"$GATEWAY", StringComparison.Ordinal)
                .Replace("Idempotency-Key: ", $"Idempotency-Key: {own}", StringComparison.Ordinal)
                .Replace("\"name\": \"shop\"", $"\"name\": \"{own}\"", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var (code, output) = await RunAsync("bash", ["-euo", "pipefail", "-c", block], "", folder);

            Assert.True(code == 0 && !output.Contains("urn:gateway:problem", StringComparison.Ordinal), $"{block}\n{output}");
        }
    }

    private async Task SendUploadAndVerifyAsync(string program, string file)
    {
        Assert.SkipUnless(await CanRunAsync(program), $"{program} is not installed.");
        var (secret, received) = await ReceiveAsync();

        await ShowsMessageAsync(await LineAsync(program, file, "send", "01012341234", "\"안녕\" \\ 하세요"));
        ShowsBatch(await LineAsync(program, file, "campaign", await CampaignAsync()));
        Assert.Equal(0, await VerifyAsync(received.Body));
        Assert.NotEqual(0, await VerifyAsync(received.Body + " "));

        async Task<int> VerifyAsync(string body) => (await RunAsync(
            program,
            [file, "verify"],
            body,
            more:
            [
                ("SECRET", secret), ("WEBHOOK_ID", received.Id), ("WEBHOOK_TIMESTAMP", received.Timestamp),
                ("WEBHOOK_SIGNATURE", received.Signature),
            ])).Code;
    }

    private async Task<(string Secret, Received Received)> ReceiveAsync()
    {
        await using var receiver = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver, "\"webhook.test\"");
        await world.Api.PostAsync($"/v1/webhooks/{webhook["id"]}/test", "");
        return ((string)webhook["secret"]!, await receiver.WaitForAsync(_ => true, "the test event"));
    }

    private async Task ShowsMessageAsync(string id) => Assert.Equal(
        "\"안녕\" \\ 하세요", (string?)(await world.Api.GetAsync($"/v1/messages/{id}")).Json["text"]);

    private static void ShowsBatch(string line) => Assert.Matches("^[0-9a-f-]{36} 2 1$", line);

    private static async Task<string> CampaignAsync()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("gateway-samples").FullName, "campaign.csv");
        await File.WriteAllTextAsync(path, $"to,text\n01012341234,{Guid.NewGuid()}\n01012341235,b\n0101,c\n");
        return path;
    }

    private async Task<string> LineAsync(string program, params string[] arguments)
    {
        var (code, output) = await RunAsync(program, arguments);
        Assert.True(code == 0, output);
        return output.Trim();
    }

    private static async Task<bool> CanRunAsync(string program)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private async Task<(int Code, string Output)> RunAsync(
        string program, string[] arguments, string input = "", string? folder = null, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment["KEY"] = GatewayProcess.AdminKey;
        start.Environment["GATEWAY"] = world.Api.Address.ToString().TrimEnd('/');
        start.Environment["BATCH"] = Guid.NewGuid().ToString();
        foreach (var (name, value) in more)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!; // Null only when an existing process is reused, which a program never is.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }

    [GeneratedRegex("^```sh\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();
}
