using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>For any message that may be sent: what stands in the queue row is what was asked for, character by character.</summary>
public sealed class ReadBackTests
{
    /// <summary>Each round hands over up to thirty messages.</summary>
    private const int Rounds = 20;

    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Says_what_was_asked_for_when_any_message_is_handed_over(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var channels = protocol.Class().Channels;
        var messages = Gen.ListOf(Gen.Elements<Channel>(channels).SelectMany(channel => AnyMessage.Of(protocol, channel)));
        var property = Prop.ForAll(messages.ToArbitrary(), async batch =>
        {
            await install.HandOverAsync([.. batch]);
            foreach (var message in batch)
            {
                Assert.Equal(RowOf.Asked(protocol, message), await RowOf.FindAsync(install, message));
            }
        });

        // The runner blocks while it waits for the database, so it gets a thread of its own.
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Rounds).WithEndSize(30), property));
    }
}
