using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>A number that an account registers itself counts only after the operator has looked at it.</summary>
public sealed class ApprovingSenders(SharedGateway gateway)
{
    private const string Message = """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "안녕" }""";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Sends_from_a_number_that_the_account_registered_only_after_the_operator_approved_it()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "registeredSendersOnly": true """);
        var registered = await tenant.Api.PostAsync("/v1/senders", """{ "number": "1577-7985" }""");
        var path = $"/v1/senders/{registered.Json["id"]}/approve";

        Assert.Equal((201, "pending"), (registered.Status, (string)registered.Json["state"]!));
        Assert.Equal(422, (await tenant.Api.PostAsync("/v1/messages", Message)).Status);
        Assert.Equal(403, (await tenant.Api.PostAsync(path, "")).Status);
        Assert.Equal(422, (await tenant.Api.PostAsync("/v1/messages", Message)).Status);
        Assert.Single((await tenant.Api.GetAsync("/v1/senders?state=pending")).Json["items"]!.AsArray());
        Assert.Equal("approved", (string)(await _admin.PostAsync(path, "")).Json["state"]!);
        Assert.Equal(200, (await _admin.PostAsync(path, "")).Status);
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Message)).Status);
        Assert.Empty((await tenant.Api.GetAsync("/v1/senders?state=pending")).Json["items"]!.AsArray());
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.audit_log WHERE action = 'sender.approved' AND target = '{registered.Json["id"]}'"));
    }

    [Fact]
    public async Task Shows_the_operator_what_waits_of_all_accounts_and_an_account_only_its_own()
    {
        using var one = await Tenant.CreateAsync(_admin);
        using var other = await Tenant.CreateAsync(_admin);
        var first = (await one.Api.PostAsync("/v1/senders", """{ "number": "0212345678" }""")).Json;
        var second = (await other.Api.PostAsync("/v1/senders", """{ "number": "0212345679" }""")).Json;
        string Waiting(Tenant tenant, System.Text.Json.Nodes.JsonNode sender) => $"{sender["id"]} {tenant.Id}";

        var seen = (await _admin.GetAsync("/v1/senders?state=pending&limit=200")).Json["items"]!.AsArray().Select(sender => $"{sender!["id"]} {sender["accountId"]}").ToList();
        await _admin.DeleteAsync($"/v1/senders/{first["id"]}");

        Assert.Contains(Waiting(one, first), seen);
        Assert.Contains(Waiting(other, second), seen);
        Assert.Equal([(string?)second["id"]], (await other.Api.GetAsync("/v1/senders?state=pending")).Json["items"]!.AsArray().Select(sender => (string?)sender!["id"]));
        Assert.Empty((await one.Api.GetAsync("/v1/senders")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Approves_at_once_what_the_operator_registers()
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "registeredSendersOnly": true """);

        var registered = await _admin.PostAsync("/v1/senders", $$"""{ "number": "15777985", "accountId": "{{tenant.Id}}" }""");

        Assert.Equal((201, "approved"), (registered.Status, (string)registered.Json["state"]!));
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Message)).Status);
    }

    [Fact]
    public async Task Lets_an_account_not_change_its_way_into_approval()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var first = await tenant.Api.PostAsync("/v1/senders", """{ "number": "15777985" }""");
        await _admin.PostAsync($"/v1/senders/{first.Json["id"]}/approve", "");

        await tenant.Api.DeleteAsync($"/v1/senders/{first.Json["id"]}");
        var again = await tenant.Api.PostAsync("/v1/senders", """{ "number": "15777985" }""");

        Assert.Equal("pending", (string)again.Json["state"]!);
        Assert.Equal(400, (await tenant.Api.GetAsync("/v1/senders?state=PENDING")).Status);
        Assert.Equal(404, (await _admin.PostAsync($"/v1/senders/{Guid.NewGuid()}/approve", "")).Status);
        Assert.Equal(400, (await tenant.Api.PostAsync("/v1/senders", """{ "number": "15777986", "state": "approved" }""")).Status);
    }
}
