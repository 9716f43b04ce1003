using Gateway.Simulator.Agents.Emma;
using Gateway.Vendors.Emma;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>EMMA reads rows that are due without a lock and marks them a moment later: a row in between looks untouched.</summary>
public sealed class EmmaWithdrawTests
{
    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Withdraws_nothing_that_the_agent_has_read_and_not_marked_yet(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, kind);
        var agent = Agent(install);
        var messages = await install.HandOverAsync(Install.Message(1));
        install.Clock.Advance(1);
        await agent.StepAsync(CancellationToken.None);
        var unread = await install.HandOverAsync(Install.Message(2));
        var settings = install.Settings;
        var queue = install.NewQueue(settings with { Setup = (EmmaSettings)settings.Setup with { TakeSeconds = 5 } });

        var withdrawing = queue.WithdrawAsync(
            [.. messages.Concat(unread).Select(message => new QueuedRow(message.Id, Guid.CreateVersion7()))], CancellationToken.None);
        await Eventually.IsTrueAsync(async () => await PutOffAsync(install) == 2, "the rows are put off");
        await agent.StepAsync(CancellationToken.None);

        Assert.Equal([unread[0].Id], await withdrawing);
        Assert.Equal(messages[0].To, Assert.Single(agent.Sent).Phone);
        Assert.Equal(RowProgress.Final, Assert.Single(await install.ProbeAsync(messages[0])).Progress);
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Sends_later_what_a_process_put_off_before_it_died(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, kind);
        var agent = Agent(install);
        var messages = await install.HandOverAsync(Install.Message());
        using var dying = new CancellationTokenSource();
        var withdrawing = install.Queue.WithdrawAsync([new QueuedRow(messages[0].Id, Guid.CreateVersion7())], dying.Token);
        await Eventually.IsTrueAsync(async () => await PutOffAsync(install) == 1, "the row is put off");
        await dying.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawing);

        install.Clock.Advance(601);
        await agent.StepAsync(CancellationToken.None);
        await agent.StepAsync(CancellationToken.None);

        Assert.Single(agent.Sent);
        Assert.Equal(RowProgress.Final, Assert.Single(await install.ProbeAsync(messages[0])).Progress);
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Renews_what_the_agent_would_never_read_again(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, kind);
        var agent = Agent(install);
        var messages = await install.HandOverAsync(Install.Message(), AlimTalk());
        install.Clock.Advance(4000);
        await agent.StepAsync(CancellationToken.None);
        await agent.StepAsync(CancellationToken.None);
        Assert.Empty(agent.Sent);

        var aging = await install.Queue.FindAgingAsync(10, CancellationToken.None);
        Assert.Equal(2, await install.Queue.RenewAsync(aging, CancellationToken.None));
        install.Clock.Advance(1);
        await agent.StepAsync(CancellationToken.None);
        await agent.StepAsync(CancellationToken.None);

        Assert.Equal(messages.Select(message => message.Id).Order(), aging.Order());
        Assert.Equal(2, agent.Sent.Count);
    }

    private static EmmaAgent Agent(Install install) => new(
        Agents.Database(install.Database),
        new EmmaAgentOptions { Tps = 0, ResultDelay = TimeSpan.Zero, MoveInterval = TimeSpan.Zero, MarksLater = true },
        install.Clock,
        new Random(1));

    private static Task<long> PutOffAsync(Install install) => install.Database.NumberAsync(
        "SELECT COUNT(*) FROM em_smt_tran WHERE date_client_req > @p0", install.Clock.Korea.AddMinutes(5).ToUnspecified());

    private static OutgoingMessage AlimTalk() => Install.Message() with
    {
        Channel = Channel.AlimTalk,
        Kakao = new KakaoContent { SenderKey = "sender-key", TemplateCode = "template" },
    };
}
