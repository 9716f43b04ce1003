using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class WaitingTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Counts_only_untouched_rows_when_the_agent_has_some(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(5));
        await install.TakeAsync(messages[0]);

        Assert.Equal(4, await install.Queue.CountWaitingAsync(100, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Stops_counting_when_the_limit_is_reached(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await install.HandOverAsync(Install.Messages(5));

        Assert.Equal(3, await install.Queue.CountWaitingAsync(3, CancellationToken.None));
    }
}
