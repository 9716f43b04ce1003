using Gateway.Platform.Errors;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// A newer node changes tables while this one works on: prepared statements fail once in each session, when a column of
/// their answer has another type.
/// </summary>
public sealed class ChangedTables
{
    /// <summary>Enough that each statement is prepared in several sessions.</summary>
    private const int Often = 40;

    private const string Webhook = """{ "url": "https://example.com/", "events": ["message.failed"] }""";

    [Fact]
    public async Task Are_read_on_without_a_fault_and_written_without_a_500()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        var message = await gateway.Api.SendSmsAsync("kshot");
        await gateway.Api.ReachesAsync(message, "queued");
        var created = await gateway.Api.PostAsync("/v1/webhooks", Webhook);
        var webhook = (string)created.Json["id"]!;
        string[] reads =
        [
            "/v1/webhooks", $"/v1/webhooks/{webhook}", $"/v1/messages/{message}", "/v1/messages", "/v1/accounts",
            "/v1/vendors",
        ];
        Assert.All(await ReadAsync(gateway, reads), answer => Assert.Equal(200, answer.Status));
        await RenameAsync(gateway, webhook);

        await world.State.ExecuteAsync("""
            ALTER TABLE gateway.webhooks ALTER COLUMN url TYPE varchar(3000);
            ALTER TABLE gateway.webhooks ALTER COLUMN description TYPE varchar(3000);
            ALTER TABLE gateway.messages ALTER COLUMN sender TYPE varchar(300);
            ALTER TABLE gateway.messages ALTER COLUMN reference TYPE varchar(300);
            ALTER TABLE gateway.accounts ALTER COLUMN name TYPE varchar(300);
            ALTER TABLE gateway.vendor_health ALTER COLUMN reason TYPE varchar(3000)
            """);

        var after = await ReadAsync(gateway, reads);
        Assert.All(after, answer => Assert.True(answer.Status == 200, $"{answer} {gateway.Log}"));
        await RenameAsync(gateway, webhook);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        Assert.DoesNotContain(UnhandledExceptionHandler.Unexpectedly, gateway.Log, StringComparison.Ordinal);
    }

    private static async Task<Answer[]> ReadAsync(GatewayProcess gateway, string[] paths)
    {
        var answers = new List<Answer>();
        for (var i = 0; i < Often; i++)
        {
            answers.AddRange(await Task.WhenAll(paths.Select(path => gateway.Api.GetAsync(path))));
        }

        return [.. answers];
    }

    /// <summary>Each of several at once: done, or to be repeated.</summary>
    private static async Task RenameAsync(GatewayProcess gateway, string webhook)
    {
        for (var i = 0; i < Often / 4; i++)
        {
            var texts = Enumerable.Range(0, 4).Select(n => $"{i} {n}");
            var answers = await Task.WhenAll(texts.Select(text => ChangeAsync(gateway, webhook, text)));
            Assert.All(answers, answer => Assert.True(IsGood(answer), answer.ToString()));
        }

        Assert.Equal(200, (await ChangeAsync(gateway, webhook, "the last")).Status);
    }

    private static bool IsGood(Answer answer) =>
        answer.Status == 200 || (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After"));

    private static Task<Answer> ChangeAsync(GatewayProcess gateway, string webhook, string text) =>
        gateway.Api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/webhooks/{webhook}")
        {
            Content = new StringContent($$"""{ "description": "{{text}}" }""", null, "application/json"),
        });
}
