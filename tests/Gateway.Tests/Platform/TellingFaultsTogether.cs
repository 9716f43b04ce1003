using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>What is wrong with the form of a body and with its content is told in one answer, so that nobody mends one only to hear of the other.</summary>
public sealed class TellingFaultsTogether(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Theory]
    [InlineData("POST /v1/accounts", """{ "name": 5, "dailyQuota": 0 }""", "/name invalid_type, /dailyQuota out_of_range")]
    [InlineData("POST /v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "", "scopes": 5 }""", "/scopes invalid_type, /name required")]
    [InlineData("POST /v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "a", "scopes": [5, "nothing"] }""", "/scopes/0 invalid_type, /scopes/1 unknown_scope")]
    [InlineData("POST /v1/senders", """{ "number": "1", "comment": 5 }""", "/comment invalid_type, /number invalid_sender")]
    [InlineData("POST /v1/templates", """{ "name": 5, "channel": "sms", "text": "#{a" }""", "/name invalid_type, /text unclosed_placeholder")]
    [InlineData("POST /v1/optouts", """{ "number": 5, "comment": "a\nb" }""", "/number invalid_type, /comment too_long")]
    [InlineData("POST /v1/messages/cancel", """{ "reference": "", "all": true }""", "/all unknown_field, /reference required")]
    [InlineData("PATCH /v1/messages/00000000-0000-7000-8000-000000000001", """{ "scheduledAt": "2020-01-01T00:00:00Z", "at": 1 }""", "/at unknown_field, /scheduledAt schedule_in_past")]
    [InlineData("POST /v1/batches", """{ "name": 5, "messages": [] }""", "/name invalid_type, /messages required")]
    [InlineData("POST /v1/webhooks", """{ "url": "ftp://a", "batch": 1 }""", "/batch invalid_type, /url invalid_url")]
    [InlineData("PATCH /v1/webhooks/00000000-0000-7000-8000-000000000001", """{ "status": "on", "batch": 1 }""", "/batch invalid_type, /status unknown_value")]
    [InlineData("POST /v1/webhooks/00000000-0000-7000-8000-000000000001/replay", """{ "from": "2999-01-01T00:00:00Z", "to": 5 }""", "/to invalid_type, /from out_of_range")]
    public async Task Of_form_and_of_content(string route, string body, string faults)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);

        var answer = await _api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(JsonNode.Parse(body)) });

        Assert.Equal((400, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}"))));
    }

    [Fact]
    public async Task Of_a_long_list_the_first_hundred()
    {
        var answer = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/optouts") { Content = JsonContent.Create(new { numbers = Enumerable.Repeat("1", 10_000), comment = "a\nb" }) });

        var faults = answer.Json["errors"]!.AsArray();
        Assert.Equal((422, 101, "/numbers/99", "/comment"), (answer.Status, faults.Count, (string)faults[99]!["pointer"]!, (string)faults[100]!["pointer"]!));
    }
}
