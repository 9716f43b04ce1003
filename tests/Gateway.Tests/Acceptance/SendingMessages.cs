using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary><c>POST /v1/messages</c> and what can be read of the message afterwards.</summary>
public sealed class SendingMessages(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Answers_202_with_one_message_for_each_recipient_in_their_order()
    {
        var answer = await _api.PostAsync("/v1/messages", """
            {
              "channel": "sms",
              "vendor": "kpg",
              "from": "1577-7985",
              "to": [ "010-1111-2222", { "phone": "+82 10 3333 4444", "reference": "order-2" } ],
              "text": "주문이 접수되었습니다.",
              "reference": "order"
            }
            """);

        Assert.Equal(202, answer.Status);
        var messages = answer.Json["messages"]!.AsArray();
        Assert.Equal(["01011112222", "01033334444"], messages.Select(message => (string)message!["to"]!));
        Assert.Equal(["order", "order-2"], messages.Select(message => (string)message!["reference"]!));
        Assert.All(messages, message => Assert.Equal("accepted", (string)message!["status"]!));
        Assert.NotEqual((string)messages[0]!["id"]!, (string)messages[1]!["id"]!);
    }

    [Fact]
    public async Task Shows_the_message_with_everything_that_was_given()
    {
        var sent = await _api.PostAsync("/v1/messages", """
            {
              "channel": "lms", "vendor": "kpg", "from": "02-2577-7985", "to": { "phone": "01012341234", "name": "홍길동" },
              "subject": "알림", "text": "장문 내용입니다.", "priority": "high", "expireHours": 3,
              "reference": "r-1", "metadata": { "order": "42" }
            }
            """);

        var message = (await _api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}")).Json;

        Assert.Equal((string)sent.Json["batchId"]!, (string)message["batchId"]!);
        Assert.Equal("lms", (string)message["channel"]!);
        Assert.Equal("kpg", (string)message["vendor"]!);
        Assert.Equal("0225777985", (string)message["from"]!);
        Assert.Equal("""{"phone":"01012341234","name":"홍길동"}""", message["to"]!.ToJsonString(Readable));
        Assert.Equal("알림", (string)message["subject"]!);
        Assert.Equal("장문 내용입니다.", (string)message["text"]!);
        Assert.Equal("high", (string)message["priority"]!);
        Assert.Equal("r-1", (string)message["reference"]!);
        Assert.Equal("42", (string)message["metadata"]!["order"]!);
        Assert.Null(message["result"]);
        Assert.Equal(TimeSpan.FromHours(3), Time(message, "expiresAt") - Time(message, "createdAt"));
        Assert.Equal("accepted", (string)message["timeline"]![0]!["status"]!);
        Assert.EndsWith("Z", (string)message["createdAt"]!);
    }

    [Fact]
    public async Task Fills_the_variables_of_each_recipient_in()
    {
        var sent = await _api.PostAsync("/v1/messages", """
            {
              "channel": "sms", "vendor": "kpg", "from": "15777985", "text": "#{name}님, 코드는 #{code}입니다.",
              "to": [
                { "phone": "01011112222", "variables": { "name": "김", "code": "12" } },
                { "phone": "01033334444", "variables": { "name": "#{code}", "code": "34" } }
              ]
            }
            """);

        var texts = await Task.WhenAll(sent.Json["messages"]!.AsArray().Select(async message => (string)(await _api.GetAsync($"/v1/messages/{message!["id"]}")).Json["text"]!));
        Assert.Equal(["김님, 코드는 12입니다.", "#{code}님, 코드는 34입니다."], texts);
    }

    [Fact]
    public async Task Sends_a_long_sms_as_lms_when_asked_to()
    {
        var text = new string('가', 46);

        var sent = await _api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "onTooLong": "upgrade", "vendor": "kpg", "from": "15777985", "to": ["01012341234"], "text": "{{text}}" }""");

        var message = (await _api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}")).Json;
        Assert.Equal("lms", (string)message["channel"]!);
    }

    [Fact]
    public async Task Keeps_a_reserved_message_until_its_time()
    {
        var at = TimeProvider.System.GetUtcNow().AddHours(2).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

        var id = await _api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{at}\"");

        Assert.Equal("scheduled", await _api.StatusAsync(id));
        Assert.Equal(0, await gateway.KshotOnPostgres.CountAsync($"SELECT count(*) FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(id):N}'"));
    }

    [Fact]
    public async Task Takes_a_thousand_recipients_at_once()
    {
        var to = string.Join(",", Enumerable.Range(0, 1000).Select(i => $"\"010{i:D8}\""));

        var answer = await _api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": [{{to}}], "text": "단체 문자", "priority": "bulk" }""");

        Assert.Equal(202, answer.Status);
        Assert.Equal(1000, answer.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task Answers_404_for_an_id_that_does_not_exist()
    {
        var answer = await _api.GetAsync($"/v1/messages/{Guid.CreateVersion7()}");

        Assert.Equal(404, answer.Status);
        Assert.Equal("not_found", (string)answer.Json["code"]!);
    }

    private static System.Text.Json.JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static DateTimeOffset Time(JsonNode message, string field) => DateTimeOffset.Parse((string)message[field]!, System.Globalization.CultureInfo.InvariantCulture);
}
