using System.Globalization;
using Gateway.Simulator.Agents.Lguplus;
using Gateway.Vendors.Lguplus;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>How the U+ Agent takes rows is not public; here it reads those that are due without a lock and marks them a moment later.</summary>
public sealed class LguplusWithdrawTests
{
    public static MatrixTheoryData<DatabaseKind, bool> Cases => new([DatabaseKind.MySql, DatabaseKind.PostgreSql], [false, true]);

    [Theory, MemberData(nameof(Cases))]
    public async Task Withdraws_nothing_that_the_agent_has_read_and_not_marked_yet(DatabaseKind kind, bool fetches)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        var agent = Agent(install, fetches);
        var messages = await install.HandOverAsync(Install.Message(1), Lms(2));
        install.Clock.Advance(1);
        await agent.StepAsync(CancellationToken.None);
        var unread = await install.HandOverAsync(Install.Message(3), Lms(4));
        var settings = install.Settings;
        var queue = install.NewQueue(settings with { Setup = (LguplusSettings)settings.Setup with { TakeSeconds = 5 } });

        var withdrawing = queue.WithdrawAsync(
            [.. messages.Concat(unread).Select(message => new QueuedRow(message.Id, Guid.CreateVersion7()))], CancellationToken.None);
        await Eventually.IsTrueAsync(async () => await PutOffAsync(install) == (fetches ? 3 : 4), "the rows are put off");
        await agent.StepAsync(CancellationToken.None);

        Assert.Equal(unread.Select(message => message.Id).Order(), (await withdrawing).Order());
        Assert.Equal(messages.Select(message => message.To), agent.Sent.Select(sent => sent.Phone));
        foreach (var message in messages)
        {
            Assert.Equal(RowProgress.Final, Assert.Single(await install.ProbeAsync(message)).Progress);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Sends_later_what_a_process_put_off_before_it_died(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
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
    public async Task Withdraws_nothing_and_puts_nothing_off_where_it_must_not(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        var settings = install.Settings;
        var queue = install.NewQueue(settings with { Setup = (LguplusSettings)settings.Setup with { CancelQueued = false } });
        var messages = await install.HandOverAsync(Install.Message());

        var withdrawn = await queue.WithdrawAsync([new QueuedRow(messages[0].Id, Guid.CreateVersion7())], CancellationToken.None);

        Assert.Empty(withdrawn);
        Assert.Equal((1, 0), (await install.CountAsync(), await PutOffAsync(install)));
    }

    /// <summary>Without a new time LMS would fail with 9011; of SMS nothing is known.</summary>
    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Renews_what_the_agent_would_fail(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        var agent = Agent(install);
        var messages = await install.HandOverAsync(Install.Message(1), Lms(2));
        install.Clock.Advance(4000);

        var aging = await install.Queue.FindAgingAsync(10, CancellationToken.None);
        Assert.Equal(2, await install.Queue.RenewAsync(aging, CancellationToken.None));
        install.Clock.Advance(1);
        await agent.StepAsync(CancellationToken.None);
        await agent.StepAsync(CancellationToken.None);

        Assert.Equal(messages.Select(message => message.Id).Order(), aging.Order());
        Assert.Equal(2, agent.Sent.Count);
    }

    private static OutgoingMessage Lms(int number) => Install.Message(number) with { Channel = Channel.Lms, Subject = "제목" };

    private static LguplusAgent Agent(Install install, bool fetches = false) => new(
        Agents.Database(install.Database),
        new LguplusAgentOptions { Tps = 0, ResultDelay = TimeSpan.Zero, MoveInterval = TimeSpan.Zero, MarksLater = true, Fetches = fetches },
        install.Clock,
        new Random(1));

    private static async Task<long> PutOffAsync(Install install)
    {
        var soon = install.Clock.Korea.AddMinutes(5).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return await install.Database.NumberAsync($"SELECT COUNT(*) FROM SC_TRAN WHERE TR_SENDDATE > '{soon}'")
            + await install.Database.NumberAsync($"SELECT COUNT(*) FROM MMS_MSG WHERE REQDATE > '{soon}'");
    }
}
