using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class WithdrawTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Deletes_and_names_the_rows_when_they_are_untouched(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(3));

        var withdrawn = await install.WithdrawAsync(messages[0], messages[2], Install.Message(9));

        Assert.Equal(new[] { messages[0].Id, messages[2].Id }.Order(), withdrawn.Order());
        Assert.Equal(messages[1].Text, Assert.Single(await install.RowsAsync())[install.TextColumn]);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Leaves_a_row_when_the_agent_has_taken_it(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.TakeAsync(messages[0]);

        var withdrawn = await install.WithdrawAsync(messages[0]);

        Assert.Empty(withdrawn);
        Assert.Equal(1, await install.CountAsync());
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task May_be_handed_over_again_when_it_was_withdrawn(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(2));
        await install.WithdrawAsync(messages);

        await install.HandOverAsync(messages);

        Assert.Equal(2, await install.CountAsync());
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Answers_the_same_when_it_is_asked_again(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(3));
        await install.TakeAsync(messages[1]);

        var first = await install.WithdrawAsync(messages);
        var again = await install.WithdrawAsync(messages);

        Assert.Equal(new[] { messages[0].Id, messages[2].Id }.Order(), first.Order());
        Assert.Equal(first.Order(), again.Order());
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Takes_no_earlier_withdrawal_for_this_one_when_it_was_handed_over_again_and_taken(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.WithdrawAsync(messages);
        await install.HandOverAsync(messages);
        await install.TakeAsync(messages[0]);

        Assert.Empty(await install.WithdrawAsync(messages));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Agrees_with_the_other_when_two_withdraw_at_once(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(20));

        var answers = await Task.WhenAll(WithdrawAsync(install, messages), WithdrawAsync(install, messages));

        Assert.All(answers, answer => Assert.Equal(messages.Select(message => message.Id).Order(), answer.Order()));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Never_withdraws_what_is_sent_when_the_agent_runs_at_the_same_time(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var agent = install.NewAgent(TimeProvider.System);
        var messages = await install.HandOverAsync(Install.Messages(400));
        using var stop = new CancellationTokenSource();
        var playing = Task.Run(() => PlayAsync(agent, stop.Token));
        var withdrawn = new List<Guid>();
        foreach (var chunk in messages.Reverse().Chunk(20))
        {
            withdrawn.AddRange(await WithdrawAsync(install, chunk));
        }

        await Eventually.IsTrueAsync(async () => await install.Queue.CountWaitingAsync(1, CancellationToken.None) == 0, "the agent took the rest");
        await stop.CancelAsync();
        await playing;

        var reports = await install.Queue.ProbeAsync([.. messages.Select(message => new ProbeTarget(message.Id, TimeProvider.System.GetUtcNow()))], CancellationToken.None);
        Assert.Empty(reports.Select(report => report.MessageId).Intersect(withdrawn));
        Assert.Equal(messages.Length, reports.Count + withdrawn.Count);
    }

    /// <summary>A deadlock with the agent is a fault of the moment, which the caller tries again.</summary>
    private static async Task<IReadOnlyList<Guid>> WithdrawAsync(Install install, OutgoingMessage[] messages)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await install.WithdrawAsync(messages);
            }
            catch (System.Data.Common.DbException) when (tries < 5)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Steps the agent until it is told to stop. A deadlock, which either side may lose, is tried again, as a real agent does.</summary>
    private static async Task PlayAsync(Gateway.Simulator.Agents.IAgent agent, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await agent.StepAsync(CancellationToken.None);
            }
            catch (System.Data.Common.DbException) when (!stop.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }
}
