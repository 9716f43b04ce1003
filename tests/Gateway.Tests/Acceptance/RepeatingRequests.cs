using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary><c>Idempotency-Key</c>: a request that is repeated is carried out once.</summary>
public sealed class RepeatingRequests(SharedGateway gateway)
{
    private const string Header = "Idempotency-Key";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Replays_the_first_answer_when_key_and_body_are_the_same()
    {
        var key = Guid.NewGuid().ToString();
        var first = await _api.PostAsync("/v1/messages", Body(key), (Header, key));
        var second = await _api.PostAsync("/v1/messages", Body(key), (Header, key));

        Assert.Equal((202, 202), (first.Status, second.Status));
        Assert.Equal(first.Text, second.Text);
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.Equal(1, await MessagesAsync(key));
    }

    [Fact]
    public async Task Answers_422_when_the_key_comes_with_another_body()
    {
        var key = Guid.NewGuid().ToString();
        await _api.PostAsync("/v1/messages", Body(key), (Header, key));

        var second = await _api.PostAsync("/v1/messages", Body(key + "!"), (Header, key));

        Assert.Equal((422, "idempotency_key_reused"), (second.Status, (string)second.Json["code"]!));
        Assert.Equal(1, await MessagesAsync(key));
    }

    [Fact]
    public async Task Sends_once_when_fifty_identical_requests_come_at_once()
    {
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _api.PostAsync("/v1/messages", Body(key), (Header, key))));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(1, await MessagesAsync(key));
        Assert.Equal(49, answers.Count(answer => answer.Headers.ContainsKey("Idempotency-Replayed")));
    }

    [Fact]
    public async Task Keeps_a_key_for_its_own_request_only_when_that_was_accepted()
    {
        var key = Guid.NewGuid().ToString();
        var refused = await _api.PostAsync("/v1/messages", "{}", (Header, key));

        var mended = await _api.PostAsync("/v1/messages", Body(key), (Header, key));

        Assert.Equal((422, 202), (refused.Status, mended.Status));
    }

    [Fact]
    public async Task Refuses_a_key_of_more_than_255_characters()
    {
        var answer = await _api.PostAsync("/v1/messages", Body("x"), (Header, new string('k', 256)));

        Assert.Equal((400, "invalid_idempotency_key"), (answer.Status, (string)answer.Json["errors"]![0]!["code"]!));
    }

    [Fact]
    public async Task Sends_once_when_two_replicas_get_the_same_request_and_one_is_killed()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var one = await world.StartProcessAsync();
        await using var two = await world.StartProcessAsync();
        var key = Guid.NewGuid().ToString();
        var body = Body(key).Replace("kpg", "kshot", StringComparison.Ordinal);

        var answers = await Task.WhenAll(one.Api.PostAsync("/v1/messages", body, (Header, key)), two.Api.PostAsync("/v1/messages", body, (Header, key)));
        await one.KillAsync();
        var third = await two.Api.PostAsync("/v1/messages", body, (Header, key));

        Assert.Equal(answers[0].Text, answers[1].Text);
        Assert.Equal(answers[0].Text, third.Text);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));
    }

    private static string Body(string text) => $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "{{text}}" }""";

    private Task<long> MessagesAsync(string text) => gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE body LIKE '{text}%'");
}
