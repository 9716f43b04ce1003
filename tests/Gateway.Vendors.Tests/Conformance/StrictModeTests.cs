using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

[Collection(ServerSettings.Name)]
public sealed class StrictModeTests
{
    [Theory, MemberData(nameof(Matrix.MySql), MemberType = typeof(Matrix))]
    public async Task Cuts_nothing_when_the_server_is_not_strict(Protocol protocol)
    {
        await using var install = await Install.CreateAsync(protocol, DatabaseKind.MySql);
        await using var lax = await LaxServer.CreateAsync(install.Database);
        var messages = new[] { Install.Message() with { From = new string('1', 40) } };

        var outcome = await install.NewQueue(install.Settings).HandOverAsync(Guid.CreateVersion7(), messages, CancellationToken.None);

        Assert.Equal((HandOverKind.BadRow, 0L), (outcome.Kind, await install.CountAsync()));
    }
}
