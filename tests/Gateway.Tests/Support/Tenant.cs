using Xunit;

namespace Gateway.Tests.Support;

/// <summary>An account of its own with a key, on a gateway that others use too.</summary>
internal sealed record Tenant(string Id, string KeyId, string Key, Api Api) : IDisposable
{
    public static async Task<Tenant> CreateAsync(Api admin, string settings = "", string key = """ "scopes": ["messages:send", "messages:read", "messages:read-pii", "files", "webhooks", "admin"] """)
    {
        var account = await admin.PostAsync("/v1/accounts", $$"""{ "name": "{{Guid.NewGuid():N}}" {{settings}} }""");
        Assert.Equal(201, account.Status);
        var id = (string)account.Json["id"]!;
        var created = await admin.PostAsync($"/v1/accounts/{id}/keys", $$"""{ "name": "test", {{key}} }""");
        Assert.Equal(201, created.Status);
        var secret = (string)created.Json["key"]!;
        return new Tenant(id, (string)created.Json["id"]!, secret, new Api(admin.Address, secret));
    }

    public void Dispose() => Api.Dispose();
}
