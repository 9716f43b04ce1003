using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Bad requests get a problem that names every fault, and nothing is stored.</summary>
public sealed class BadInput(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    /// <summary>Each case is one body and what is expected of it: the status, then <c>pointer code</c> for each fault.</summary>
    public static TheoryData<string, int, string> Bodies => new()
    {
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "sheduledAt": "2030-01-01T00:00:00Z" }""", 400, "/sheduledAt unknown_field" },
        { """{ "channel": "pigeon", "from": 15777985, "to": 5, "text": ["a"] }""", 400, "/channel invalid_type, /from invalid_type, /text invalid_type, /to invalid_type" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": [ "01012341234", 7, { "phone": 8 } ], "text": "a" }""", 400, "/to/1 invalid_type, /to/2/phone invalid_type" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "123", "to": "01012341234", "text": "a", "priority": "urgent" }""", 400, "/from invalid_sender, /priority invalid_type" },
        { """{ "channel": "sms", "channel": "lms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a" }""", 400, "/channel duplicate_field" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "scheduledAt": "tomorrow" }""", 400, "/scheduledAt invalid_type" },
        { """{ "channel": "alimtalk", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "attachments": [null], "kakao": { "senderKey": "k", "templateCode": "t" } }""", 400, "/attachments/0 invalid_type" },
        { """{ "channel": "alimtalk", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [null] } }""", 400, "/kakao/buttons/0 invalid_type" },
        { """{ "channel": "alimtalk", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [7, { "type": "WL", "name": "a" }] } }""", 400, "/kakao/buttons/0 invalid_type, /kakao/buttons/1/urlMobile required" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": [null, "01012341234"], "text": "a" }""", 400, "/to/0 invalid_type" },
        { "{}", 422, "/channel required, /from required, /to required" },
        { """{ "channel": "sms", "vendor": "kpg" }""", 422, "/from required, /text required, /to required" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": [], "text": "a" }""", 422, "/to required" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": ["123", "+1 650 253 0000", "010-12a4-1234", ""], "text": "a" }""", 422, "/to/0/phone invalid_phone, /to/1/phone invalid_phone, /to/2/phone invalid_phone, /to/3/phone required" },
        { """{ "channel": "sms", "vendor": "nobody", "from": "15777985", "to": "01012341234", "text": "a" }""", 422, "/vendor unknown_vendor" },
        { """{ "channel": "fax", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a" }""", 422, "/channel unsupported_by_vendor" },
        { """{ "channel": "fax", "from": "15777985", "to": "01012341234", "text": "a" }""", 422, "/channel no_vendor_for_channel" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "안녕 😀 ☕" }""", 422, "/text unmappable_text" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a\u0000b" }""", 422, "/text unmappable_text" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "#{name}" }""", 422, "/to/variables/name missing_variable" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "subject": "s" }""", 422, "/subject unsupported_by_channel" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "subId": "A" }""", 422, "/subId unsupported_by_vendor" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "scheduledAt": "2020-01-01T00:00:00Z" }""", 422, "/scheduledAt schedule_in_past" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "scheduledAt": "2999-01-01T00:00:00Z" }""", 422, "/scheduledAt schedule_too_far" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "scheduledAt": "9999-12-31T23:59:59Z" }""", 422, "/scheduledAt schedule_too_far" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "expireHours": 0 }""", 422, "/expireHours out_of_range" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", "expireHours": 2147483647 }""", 422, "/expireHours out_of_range" },
        { """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": { "phone": "01012341234", "reference": "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr" }, "text": "a" }""", 422, "/to/reference too_long" },
    };

    private const string Sender = "15779999";

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Names_every_fault_and_stores_nothing(string body, int status, string faults)
    {
        // A sender that no other test uses, so that they may store what they like meanwhile.
        var answer = await _api.PostAsync("/v1/messages", body.Replace("15777985", Sender, StringComparison.Ordinal));

        Assert.Equal(status, answer.Status);
        Assert.StartsWith("application/problem+json", answer.Headers["Content-Type"]);
        Assert.Equal(faults, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal)));
        Assert.False(string.IsNullOrEmpty((string)answer.Json["traceId"]!));
        Assert.Equal(0, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE sender = '{Sender}'"));
    }

    [Theory]
    [InlineData("", 400, "malformed_body")]
    [InlineData("{", 400, "malformed_body")]
    [InlineData("null", 400, "malformed_body")]
    [InlineData("[]", 400, "invalid_request")]
    [InlineData("{} {}", 400, "malformed_body")]
    [InlineData("{ \"channel\": \"sms\", }", 400, "malformed_body")]
    public async Task Refuses_a_body_that_is_no_json_object(string body, int status, string code)
    {
        var answer = await _api.PostAsync("/v1/messages", body);

        Assert.Equal((status, code), (answer.Status, (string)answer.Json["code"]!));
    }

    [Fact]
    public async Task Refuses_bytes_that_are_no_utf8()
    {
        var answer = await _api.PostAsync("/v1/messages", [.. Encoding.UTF8.GetBytes("{ \"text\": \""), 0xff, 0xfe, .. Encoding.UTF8.GetBytes("\" }")], "application/json");

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Refuses_a_lone_surrogate()
    {
        var answer = await _api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "\ud800" }""");

        Assert.Equal((400, "/text invalid_type"), (answer.Status, $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"));
    }

    [Fact]
    public async Task Refuses_a_body_above_two_megabytes()
    {
        var answer = await _api.PostAsync("/v1/messages", $$"""{ "text": "{{new string('a', 3_000_000)}}" }""");

        Assert.Equal((413, "body_too_large"), (answer.Status, (string)answer.Json["code"]!));
    }

    [Fact]
    public async Task Refuses_a_thousand_and_one_recipients()
    {
        var to = string.Join(",", Enumerable.Range(0, 1001).Select(i => $"\"010{i:D8}\""));

        var answer = await _api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": [{{to}}], "text": "a" }""");

        Assert.Equal((422, "too_many_recipients"), (answer.Status, (string)answer.Json["errors"]![0]!["code"]!));
    }

    [Fact]
    public async Task Refuses_another_content_type()
    {
        var answer = await _api.PostAsync("/v1/messages", Encoding.UTF8.GetBytes("a=b"), "application/x-www-form-urlencoded");

        Assert.Equal((415, "unsupported_media_type"), (answer.Status, (string)answer.Json["code"]!));
    }

    /// <summary>As Windows saves a file; whatever is wrong behind the mark is told as ever.</summary>
    [Fact]
    public async Task Reads_a_body_behind_the_mark_of_UTF_8()
    {
        const string Body = """{ "channel": "sms", "from": "15777985", "to": "1", "text": "안녕" }""";

        var marked = await _api.PostAsync("/v1/messages", Encoding.UTF8.GetBytes("\uFEFF" + Body), "application/json");
        var plain = await _api.PostAsync("/v1/messages", Encoding.UTF8.GetBytes(Body), "application/json");

        Assert.Equal(422, marked.Status);
        Assert.Equal(plain.Json["errors"]!.ToJsonString(), marked.Json["errors"]!.ToJsonString());
    }

    [Theory]
    [InlineData("utf-16", "")]
    [InlineData("utf-16", "\uFEFF")]
    [InlineData("utf-16BE", "\uFEFF")]
    [InlineData("utf-16BE", "")]
    [InlineData("utf-32", "\uFEFF")]
    public async Task Says_that_a_body_is_UTF_8(string encoding, string mark)
    {
        var answer = await _api.PostAsync("/v1/messages", Encoding.GetEncoding(encoding).GetBytes(mark + "{}"), "application/json");

        Assert.Equal((400, "malformed_body"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Contains("JSON is UTF-8", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>Routing refuses it, or the route itself where no type is given.</summary>
    [Theory]
    [InlineData("/v1/messages", "text/plain", "Send the body as Content-Type: application/json.")]
    [InlineData("/v1/messages", null, "Send the body as Content-Type: application/json.")]
    [InlineData("/v1/messages/0197b0a4-0000-7000-8000-000000000000/x", "text/plain", null)]
    [InlineData("/v1/batches", "text/plain", "Say in Content-Type what the body is: application/json, application/x-ndjson, text/csv, ")]
    [InlineData("/v1/batches", "text/plain;charset=UTF-8", "multipart/form-data.")]
    [InlineData("/v1/batches", "application/octet-stream", "Say in Content-Type what the body is: application/json, ")]
    [InlineData("/v1/batches", null, "Say in Content-Type what the body is: application/json, ")]
    [InlineData("/v1/batches/0197b0a4-0000-7000-8000-000000000000/resend", "text/csv", "Send the body as Content-Type: application/json.")]
    [InlineData("/v1/templates/import", "text/plain", "Say in Content-Type what the body is: text/csv or application/vnd.openxmlformats")]
    [InlineData("/v1/optouts", "text/plain", "Say in Content-Type what the body is: application/json or text/csv.")]
    [InlineData("/v1/files", "image/jpeg", "Send the body as Content-Type: multipart/form-data.")]
    public async Task Says_which_content_types_a_path_takes(string path, string? type, string? says)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent("to,text\n"u8.ToArray()) };
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        var answer = await _api.SendAsync(request);

        Assert.Equal(says is null ? 404 : 415, answer.Status);
        Assert.Contains(says ?? "", (string?)answer.Json["detail"] ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic dGVzdDp0ZXN0")]
    public async Task Refuses_a_request_without_the_right_key(string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/messages/{Guid.CreateVersion7()}");
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? "");

        var answer = await _api.SendAsync(request);

        Assert.Equal((401, "unauthorized"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Tells_the_position_of_characters_that_phones_cannot_show()
    {
        var answer = await _api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "커피 😀 한잔 🚀" }""");

        Assert.Contains("U+1F600 😀 at 3; U+1F680 🚀 at 8 (places", (string)answer.Json["errors"]![0]!["detail"]!);
    }

    [Fact]
    public async Task Answers_unknown_paths_and_methods_with_problems()
    {
        var path = await _api.GetAsync("/v1/nothing");
        var method = await _api.DeleteAsync("/v1/messages");

        Assert.Equal((404, "not_found"), (path.Status, (string)path.Json["code"]!));
        Assert.Equal((405, "method_not_allowed"), (method.Status, (string)method.Json["code"]!));
    }

    [Fact]
    public async Task Returns_the_callers_request_id()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("X-Request-Id", "my-id-1");

        Assert.Equal("my-id-1", (await _api.SendAsync(request)).Headers["X-Request-Id"]);
    }
}
