using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Resends;

/// <summary>Batches of which something failed, and what is sent again of them. A test key's messages end as their numbers say.</summary>
internal static class FailedBatch
{
    public const string TestKey = """ "test": true """;

    /// <summary>One message that fails, one that expires, one that is delivered.</summary>
    public const string Three = """
        { "to": { "phone": "01000000505", "name": "홍길동", "reference": "r-1", "variables": { "a": "1" } }, "text": "안녕 #{a}", "metadata": { "k": "v" } },
        { "to": "01000000405", "text": "안녕 2" },
        { "to": "01012341234", "text": "안녕 3" }
        """;

    public static async Task<string> SendAsync(Api api, string messages, int ended)
    {
        var answer = await api.PostAsync("/v1/batches", $$"""{ "name": "봄", "defaults": { "channel": "sms", "vendor": "kpg", "from": "15777985" }, "messages": [ {{messages}} ] }""");
        Assert.True(answer.Status == 202, answer.ToString());
        var id = (string)answer.Json["id"]!;
        await EndsAsync(api, id, ended);
        return id;
    }

    public static Task EndsAsync(Api api, string id, int ended) => Eventually.GetAsync(
        async () => (await api.GetAsync($"/v1/batches/{id}")).Json["counts"]!.AsObject()
            .Where(count => count.Key is "delivered" or "failed" or "expired" or "canceled").Sum(count => (int)count.Value!),
        seen => seen == ended,
        $"{ended} messages of {id} have ended",
        60);

    public static Task<Answer> ResendAsync(this Api api, string id, string body = "{}", string? key = null) =>
        api.PostAsync($"/v1/batches/{id}/resend", body, key is null ? [] : [("Idempotency-Key", key)]);

    /// <summary><c>202 2 0</c>: status, accepted, rejected; or the code.</summary>
    public static string Said(this Answer answer) =>
        answer.Status == 202 ? $"202 {answer.Json["accepted"]} {answer.Json["rejected"]}" : $"{answer.Status} {answer.Json["code"]}";

    /// <summary>Why messages were left out, such as <c>stillRunning 1</c>.</summary>
    public static string Skipped(this Answer answer) => string.Join(", ", answer.Json["skipped"]!.AsObject()
        .Where(reason => (int)reason.Value! > 0).Select(reason => $"{reason.Key} {reason.Value}"));

    /// <summary>The messages of a batch, newest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> MessagesAsync(Api api, JsonNode id) =>
        [.. (await api.GetAsync($"/v1/messages?limit=200&batchId={id}")).Json["items"]!.AsArray().Select(item => item!)];
}
