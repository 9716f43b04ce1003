using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Too many requests are told so, with when to come back; nobody else feels them.</summary>
public sealed class LimitingRequests(SharedGateway gateway)
{
    [Fact]
    public async Task Answers_429_with_what_is_left_when_a_key_calls_too_often()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready(), """, "requestsPerSecond": 2 """);
        using var other = await Tenant.CreateAsync(gateway.Ready());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.Api.GetAsync("/v1/webhooks")));

        Assert.All(answers, answer => Assert.Equal("2", answer.Headers["RateLimit-Limit"]));
        var refused = answers.Where(answer => answer.Status != 200).ToList();
        Assert.InRange(refused.Count, 1, 16);
        Assert.All(refused, answer => Assert.Equal((429, "rate_limited", "1"), (answer.Status, (string)answer.Json["code"]!, answer.Headers["Retry-After"])));
        Assert.Equal(200, (await other.Api.GetAsync("/v1/webhooks")).Status);
        await Eventually.BeAsync(async () => (await tenant.Api.GetAsync("/v1/webhooks")).Status == 200, "the key works again", 10);
    }

    [Fact]
    public async Task Refuses_wrong_keys_of_an_address_that_guesses_and_never_a_right_one()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Limits:WrongKeysPerMinute"] = "6";
        await using var guarded = await world.StartAsync();
        using var stranger = new Api(guarded.Api.Address, "wrong-key-0123456789");

        var answers = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add((await stranger.GetAsync("/v1/webhooks")).Status);
        }

        Assert.Equal(401, answers[0]);
        Assert.Equal(429, answers[^1]);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(429, (await stranger.GetAsync("/v1/webhooks")).Status);
            Assert.Equal(200, (await guarded.Api.GetAsync("/v1/webhooks")).Status);
        }

        using var tenant = await Tenant.CreateAsync(guarded.Api);
        Assert.Equal(200, (await tenant.Api.GetAsync("/v1/webhooks")).Status);
        Assert.Equal(200, (await guarded.Api.GetAsync("/health/live")).Status);
    }
}
