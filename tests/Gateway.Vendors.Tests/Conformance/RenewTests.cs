using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Rows that wait for long are made young before their agent refuses them; nobody else's rows, and none that was taken.</summary>
public sealed class RenewTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Changes_only_untouched_rows_that_are_asked_for_when_they_are_old(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(3));
        await install.TakeAsync(messages[2]);
        var before = await install.RowsAsync();
        Assert.Empty(await install.Queue.FindAgingAsync(10, CancellationToken.None));
        install.Clock.Advance(170 * 60);

        var aging = await install.Queue.FindAgingAsync(10, CancellationToken.None);
        var renewed = await install.Queue.RenewAsync([messages[0].Id, messages[2].Id], CancellationToken.None);

        var refusesOldRows = protocol.Class().RefusesOldRows;
        Assert.Equal(refusesOldRows ? [.. new[] { messages[0].Id, messages[1].Id }.Order()] : [], aging.Order());
        Assert.Equal(refusesOldRows ? 1 : 0, renewed);
        var changed = before.Zip(await install.RowsAsync()).Where(pair => !Equals(pair.First[install.EnteredColumn], pair.Second[install.EnteredColumn])).Select(pair => pair.First[install.TextColumn]);
        Assert.Equal(refusesOldRows ? [messages[0].Text] : [], changed);
    }
}
