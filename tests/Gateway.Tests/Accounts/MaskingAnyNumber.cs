using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Gateway.Tests.Hostile;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>
/// Numbers in any form, beside any letter, go in through every route that keeps what people write, and a key without
/// <c>messages:read-pii</c> reads everything that the document lets it read: no number shows, in no answer, no header
/// and no line of the gateway's log. The reference stays as it is: it is the caller's own word for a message.
/// </summary>
public sealed class MaskingAnyNumber(SharedGateway gateway)
{
    private const int Rounds = 8;

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Api _admin = gateway.Ready();
    private readonly AnyNumber _numbers = new(15_092_611);

    /// <summary>What was stored, by the route: each must have been taken.</summary>
    private readonly List<string> _refused = [];

    /// <summary>Answers to the key that sees no number, by what was asked.</summary>
    private readonly Dictionary<string, string> _shown = [];

    [Fact]
    public async Task Shows_it_nowhere_to_a_key_that_may_not_see_it()
    {
        using var whole = await Tenant.CreateAsync(_admin);
        using var masked = new Api(_admin.Address, await KeyAsync(whole.Id));
        var files = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            await SendAsync(whole.Api);
            await UploadAsync(whole.Api);
            files.Add(await KeepAsync(whole));
            await FaultyAsync(masked);
        }

        await WriteByOthersAsync(whole);
        var document = await ApiDocument.ReadAsync(_admin);
        var (wrong, answers) = await new EveryList(ApiRoute.All(document), masked, Look).ReadAsync();
        foreach (var file in files)
        {
            Look($"/v1/files/{file}", await masked.GetAsync($"/v1/files/{file}"));
            Look($"/v1/files/{file}/content", await masked.GetAsync($"/v1/files/{file}/content"));
        }

        Nothing(wrong);
        Nothing(_refused);
        Nothing(_shown.Where(answer => _numbers.Shown(answer.Value) is not null).Select(answer => $"{answer.Key}: {_numbers.Shown(answer.Value)}: {answer.Value[..Math.Min(300, answer.Value.Length)]}"));
        Assert.Null(_numbers.Shown(gateway.Log));
        Assert.True(answers > 50, $"only {answers} answers were read");

        // The same eyes see them where they may be seen, so they are no blind ones.
        var seen = await Task.WhenAll(new[] { "/v1/messages", "/v1/batches", "/v1/webhooks", "/v1/optouts", "/v1/senders", "/v1/accounts", "/v1/events", "/v1/audit-log" }.Select(async list => (list, Number: _numbers.Shown((await whole.Api.GetAsync(list)).Text))));
        Assert.Equal([], seen.Where(list => list.Number is null).Select(list => list.list));
    }

    private static void Nothing(IEnumerable<string> wrong) => Assert.True(!wrong.Any(), string.Join('\n', wrong.Take(60)));

    private void Look(string asked, Answer answer) => _shown[asked] = $"{answer.Text}\n{string.Join('\n', answer.Headers.Select(header => $"{header.Key}: {header.Value}"))}".Replace("\"reference\"", "", StringComparison.Ordinal);

    private async Task SendAsync(Api api)
    {
        Keep(await api.PostAsync("/v1/messages", $$"""
            { "channel": "lms", "vendor": "kpg", "from": "15777985", "to": { "phone": "{{_numbers.Plain()}}", "variables": { "a": "{{_numbers.Token()}}" } }, "subject": {{Json("a " + _numbers.Plain())}},
              "text": {{Json(_numbers.Plain() + "로 #{a}")}}, "metadata": { {{Any()}}: {{Any()}}, "tel": {{Any()}} } }
            """, ("Idempotency-Key", _numbers.Token()), ("X-Request-Id", _numbers.Token())), 202);
        Keep(await api.PostAsync("/v1/batches", $$"""
            { "name": {{Any()}}, "defaults": { "channel": "sms", "vendor": "kpg", "from": "15777985", "text": "a" }, "messages": [{ "to": "{{_numbers.Plain()}}", "metadata": { {{Any()}}: {{Any()}} } }] }
            """), 202);
    }

    /// <summary>Good lines and bad ones.</summary>
    private async Task UploadAsync(Api api)
    {
        var query = $"channel=sms&vendor=kpg&from=15777985&ignoreUnused=true&name={Uri.EscapeDataString(_numbers.Text())}";
        Keep(await api.PostAsync($"/v1/batches?{query}", Encoding.UTF8.GetBytes($$"""
            { "to": "{{_numbers.Plain()}}", "text": {{Json(_numbers.Plain())}} }
            { "to": "{{_numbers.Plain()}}", "text": "a", {{Any()}}: 1 }
            { "to": { "phone": {{Json("x" + _numbers.Text())}}, {{Any()}}: {{Any()}} }, "text": "a" }
            { "to": "{{_numbers.Plain()}}", "text": {{Json("#{" + _numbers.Text() + "}")}} }
            { "to": "{{_numbers.Plain()}}", "text": "a", "priority": {{Any()}}, "channel": {{Any()}} }
            """.ReplaceLineEndings("\n")), "application/x-ndjson"), 202);
        Keep(await api.PostAsync($"/v1/batches?{query}", Encoding.UTF8.GetBytes($"to,text,priority,{Field()}\n{_numbers.Plain()},a,,{Field()}\n{Field()},a,,\n{_numbers.Plain()},a,{Field()},\n"), "text/csv"), 202);
        Keep(await api.PostAsync("/v1/optouts", Encoding.UTF8.GetBytes($"number,comment\n{_numbers.Plain()},{Field()}\n{Field()}x,a\n"), "text/csv"), 201);
        Keep(await api.PostAsync("/v1/optouts", $$"""{ "number": "{{_numbers.Plain()}}", "comment": {{Any()}} }"""), 201);
    }

    /// <summary>What an account keeps beside its messages; answers the file's id.</summary>
    private async Task<string> KeepAsync(Tenant whole)
    {
        var api = whole.Api;
        var webhook = await api.PostAsync("/v1/webhooks", $$"""{ "url": {{Json($"http://127.0.0.1:9/{Uri.EscapeDataString(_numbers.Text())}?tel={_numbers.Token()}")}}, "events": ["webhook.test"], "description": {{Any()}} }""");
        Keep(webhook, 201);
        Keep(await api.PostAsync($"/v1/webhooks/{webhook.Json["id"]}/test", ""), 202);
        Keep(await api.PostAsync("/v1/senders", $$"""{ "number": "02{{20_000_000 + _numbers.Used.Count}}", "comment": {{Any()}} }"""), 201);
        Keep(await _admin.PostAsync($"/v1/accounts/{whole.Id}/keys", $$"""{ "name": {{Any()}}, "scopes": ["messages:send"] }"""), 201);
        using var form = new MultipartFormDataContent { { new StringContent("안녕하세요"), "file", "x" } };
        form.First().Headers.Remove("Content-Disposition");
        form.First().Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(_numbers.Text().Replace('/', ' ').Replace(':', ' '))}.txt");
        var file = await api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
        Keep(file, 201);
        return (string)file.Json["id"]!;
    }

    /// <summary>Refusals name fields, values and paths.</summary>
    private async Task FaultyAsync(Api masked)
    {
        foreach (var path in new[] { "/v1/messages", "/v1/batches", "/v1/webhooks", "/v1/senders", "/v1/optouts", "/v1/messages/cancel" })
        {
            Look($"POST {path} {_numbers.Used.Count}", await masked.PostAsync(path, $$"""{ {{Any()}}: {{Any()}}, "to": {{Any()}}, "metadata": { {{Any()}}: 1 }, "channel": {{Any()}}, "events": [{{Any()}}], "number": {{Any()}} }"""));
        }

        var number = Uri.EscapeDataString(_numbers.Text());
        Look($"GET {number}", await masked.GetAsync($"/v1/messages?{number}={Uri.EscapeDataString(_numbers.Text())}&status={number}&cursor={number}"));
        Look($"GET /v1/{number}", await masked.GetAsync($"/v1/files/{number}"));
        Look($"GET result {number}", await masked.GetAsync($"/v1/result-codes/{number}?vendor={number}"));
    }

    /// <summary>What others write: the operator, an agent that got a fax, an endpoint that answered, the net.</summary>
    private async Task WriteByOthersAsync(Tenant whole)
    {
        Keep(await _admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/v1/accounts/{whole.Id}") { Content = new StringContent($$"""{ "name": {{Any()}}, "subId": {{Any()}} }""", Encoding.UTF8, "application/json") }), 200);
        await Eventually.BeAsync(async () => await gateway.State.CountAsync($"SELECT count(*) FROM gateway.delivery_attempts WHERE delivery_id IN (SELECT id FROM gateway.deliveries WHERE webhook_id IN (SELECT id FROM gateway.webhooks WHERE account_id = '{whole.Id}'))") > 0, "an attempt was made");
        await gateway.State.ExecuteAsync($"""
            UPDATE gateway.delivery_attempts SET error = 'connection: {Sql()}', answer = '{Sql()}' WHERE delivery_id IN (SELECT id FROM gateway.deliveries WHERE webhook_id IN (SELECT id FROM gateway.webhooks WHERE account_id = '{whole.Id}'))
            """);
        await gateway.State.ExecuteAsync($"""
            INSERT INTO gateway.received_faxes (id, account_id, vendor, vendor_key, sender, recipient, file_name, received_at, created_at)
            VALUES (gateway.new_id(now()), '{whole.Id}', 'x', '{_numbers.Plain()}', '{_numbers.Plain()}', '0212345678', '{Sql()}.tif', now(), now())
            """);
    }

    private async Task<string> KeyAsync(string account)
    {
        var created = await _admin.PostAsync($"/v1/accounts/{account}/keys", $$"""{ "name": {{Any()}}, "scopes": ["messages:send", "messages:read", "files", "webhooks", "admin"] }""");
        Keep(created, 201);
        return (string)created.Json["key"]!;
    }

    private void Keep(Answer answer, int status) => _refused.AddRange(answer.Status == status ? [] : [answer.ToString()]);

    private string Any() => Json(_numbers.Text());

    private string Field() => _numbers.Text().Replace('"', ' ');

    private string Sql() => _numbers.Text().Replace("'", "''", StringComparison.Ordinal);

    private static string Json(string text) => JsonValue.Create(text).ToJsonString(Plain);
}
