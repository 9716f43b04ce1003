using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class LookTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Shows_what_waits_in_the_order_in_which_it_was_written(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        Assert.Empty((await install.Queue.LookAsync(CancellationToken.None)).Heads);
        var first = await install.HandOverAsync(Install.Message());
        var second = await install.HandOverAsync(Install.Message());
        var third = await install.HandOverAsync(Install.Message());

        Assert.Equal([first[0].Id, second[0].Id, third[0].Id], (await install.Queue.LookAsync(CancellationToken.None)).Heads);

        await install.TakeAsync(first[0]);
        Assert.Equal([second[0].Id, third[0].Id], (await install.Queue.LookAsync(CancellationToken.None)).Heads);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Shows_no_beats_where_no_watchdog_is_configured(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);

        Assert.Empty((await install.Queue.LookAsync(CancellationToken.None)).Beats);
    }
}
