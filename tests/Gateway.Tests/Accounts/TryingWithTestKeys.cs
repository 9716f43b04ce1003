using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>A test key does everything but reach a vendor: its messages end by themselves, as their numbers say.</summary>
public sealed class TryingWithTestKeys(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("01012345678", "delivered", 0)]
    [InlineData("01000000000", "delivered", 0)]
    [InlineData("01000000405", "expired", 405)]
    public async Task Ends_a_message_as_its_number_says_and_writes_no_row(string to, string status, int code)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);

        var id = await tenant.Api.SendSmsAsync("kpg", to);
        await tenant.Api.ReachesAsync(id, status);

        var message = (await tenant.Api.GetAsync($"/v1/messages/{id}")).Json;
        Assert.StartsWith("gw_test_", tenant.Key);
        Assert.Equal(("test", code), ((string)message["vendor"]!, (int)message["result"]!["code"]!));
        Assert.Equal(["accepted", "queued", "sending", status], message["timeline"]!.AsArray().Select(step => (string)step!["status"]!));
        Assert.Equal(0, await gateway.Vendor("kpg").CountAsync($"SELECT count(*) FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(id):N}'"));
        Assert.Equal(3, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{id}'"));
    }

    [Fact]
    public async Task Checks_a_test_message_like_any_other()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);

        Assert.Equal(422, (await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "nobody", "text": "안녕" }""")).Status);
    }
}
