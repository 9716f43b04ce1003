using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary><c>Idempotency-Key</c>: a request is stored once, however often it comes.</summary>
public sealed class RepeatedSends(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Answers_the_repeated_request_as_the_first_and_stores_nothing()
    {
        var key = NewKey();
        var first = await SendAsync(key, "한 번");

        var second = await SendAsync(key, "한 번");

        Assert.Equal(202, first.Status);
        Assert.Equal((202, first.Text), (second.Status, second.Text));
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.Equal(1, await StoredAsync(first));
    }

    [Fact]
    public async Task Refuses_the_key_with_another_body_and_stores_nothing()
    {
        var key = NewKey();
        var reference = NewKey();
        await SendAsync(key, "처음");

        var other = await SendAsync(key, "다음", reference);

        Assert.Equal(422, other.Status);
        Assert.Equal("idempotency_key_reused", (string)other.Json["code"]!);
        Assert.Equal(0, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE reference = '{reference}'"));
    }

    [Fact]
    public async Task Stores_one_of_many_that_come_at_once()
    {
        // They share groups with each other and with requests of other keys and of none.
        var key = NewKey();
        var repeated = Enumerable.Range(0, 40).Select(_ => SendAsync(key, "동시")).ToList();
        var others = Enumerable.Range(0, 40).Select(i => SendAsync(i % 2 == 0 ? NewKey() : null, "동시")).ToList();

        var answers = await Task.WhenAll(repeated);
        var distinct = await Task.WhenAll(others);

        Assert.All(answers, answer => Assert.Equal((202, answers[0].Text), (answer.Status, answer.Text)));
        Assert.Single(answers, answer => !answer.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal(1, await StoredAsync(answers[0]));
        Assert.Equal(40, distinct.Select(answer => answer.Text).Distinct().Count());
        Assert.All(await Task.WhenAll(distinct.Select(StoredAsync)), stored => Assert.Equal(1, stored));
    }

    [Fact]
    public async Task Repeats_a_thousand_recipients_too()
    {
        var key = NewKey();
        var to = string.Join(",", Enumerable.Range(0, 1000).Select(i => $"\"010{i:D8}\""));
        var first = await SendAsync(key, "단체", to: to);

        var second = await SendAsync(key, "단체", to: to);

        Assert.Equal((202, first.Text), (second.Status, second.Text));
        Assert.Equal(1000, await StoredAsync(first));
    }

    private Task<Answer> SendAsync(string? key, string text, string reference = "r", string to = "\"01012341234\"") => _api.PostAsync(
        "/v1/messages",
        $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": [{{to}}], "text": "{{text}}", "reference": "{{reference}}" }""",
        key is null ? [] : [("Idempotency-Key", key)]);

    /// <summary>Messages of the answer's batch, each with its work.</summary>
    private Task<long> StoredAsync(Answer answer) => gateway.State.CountAsync(
        $"SELECT count(*) FROM gateway.messages m JOIN gateway.inflight i ON i.message_id = m.id WHERE m.batch_id = '{answer.Json["batchId"]}'");

    private static string NewKey() => Guid.NewGuid().ToString();
}
