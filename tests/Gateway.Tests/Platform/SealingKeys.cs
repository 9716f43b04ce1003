using Gateway.Platform;
using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary><c>Gateway:EncryptionSecret</c>: the keys in the state database are of no use to who has nothing but that.</summary>
public sealed class SealingKeys
{
    private const string First = "first-secret-0123456789-0123456789";
    private const string Second = "second-secret-0123456789-012345678";

    [Fact]
    public async Task Encrypts_the_keys_that_are_there_follows_a_change_and_refuses_a_wrong_secret()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:EncryptContent"] = "true";
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 2, 3, 0, 0, TimeSpan.Zero));
        string id;
        await using (var open = await ClockedGateway.StartAsync(world.Settings, clock))
        {
            id = await open.Api.SendSmsAsync("kshot", text: "비밀", more: """, "scheduledAt": "2027-03-02T13:00:00+09:00" """);
        }

        var inTheOpen = await world.State.CountAsync("SELECT count(*) FROM gateway.data_protection_keys WHERE xml LIKE '%<masterKey%'");
        foreach (var secrets in new[] { First, $"{Second}, {First}", Second })
        {
            world.Settings["Gateway:EncryptionSecret"] = secrets;
            await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
            Assert.Equal("비밀", (string?)(await gateway.Api.GetAsync($"/v1/messages/{id}")).Json["text"]);
            Assert.Equal((0, inTheOpen), (await world.State.CountAsync("SELECT count(*) FROM gateway.data_protection_keys WHERE xml LIKE '%<%'"), await world.State.CountAsync("SELECT count(*) FROM gateway.data_protection_keys")));
        }

        world.Settings["Gateway:EncryptionSecret"] = First;
        await using var wrong = await GatewayProcess.StartListeningAsync(world.Settings);
        var ready = await Eventually.GetAsync(() => wrong.Api.GetAsync("/health/ready"), answer => answer.Text.Contains("EncryptionSecret", StringComparison.Ordinal), "it tells why it is not ready", 30);
        Assert.Equal((1, 503), (inTheOpen, ready.Status));
    }

    [Fact]
    public void Opens_only_what_was_sealed_with_its_secret_and_was_not_changed()
    {
        var seal = Of(First);
        var box = seal.Seal("<key/>");

        Assert.Equal("<key/>", seal.Open(box));
        Assert.NotEqual(box, seal.Seal("<key/>"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => Of(Second).Open(box));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => seal.Open(box[..^8] + (box[^8] == 'A' ? 'B' : 'A') + box[^7..]));
        Assert.Equal((false, true, true), (seal.IsOutdated(box), Of($"{Second},{First}").IsOutdated(box), seal.IsOutdated("<key/>")));
    }

    private static SealKeys Of(string secret) => new(Options.Create(new GatewayOptions { EncryptionSecret = secret }));
}
