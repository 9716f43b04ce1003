using Gateway.Vendors.ResultCodes;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class ProbeTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Says_untouched_when_the_row_waits(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(2));

        var report = Assert.Single(await install.ProbeAsync(messages[1]));

        Assert.Equal((messages[1].Id, RowProgress.Untouched), (report.MessageId, report.Progress));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Says_taken_when_the_agent_has_the_row(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.TakeAsync(messages[0]);

        Assert.Equal(RowProgress.Taken, Assert.Single(await install.ProbeAsync(messages[0])).Progress);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Names_the_state_when_no_document_has_it(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(2));
        await install.TakeAsync(messages[0]);
        await install.Database.ExecuteAsync($"UPDATE {install.QueueTable} SET {install.StateColumn} = '9' WHERE {install.Marker} = '{install.KeyOf(messages[1])}'");

        var known = Assert.Single(await install.ProbeAsync(messages[0]));
        var unknown = Assert.Single(await install.ProbeAsync(messages[1]));

        Assert.Equal((null, "9"), (known.UnknownState, unknown.UnknownState));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_the_result_when_it_has_just_appeared(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);

        Assert.Equal(Outcome.Delivered, Assert.Single(await install.ProbeAsync(messages[0])).Result?.Result.Outcome);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_the_result_when_it_lies_in_last_months_log_with_an_old_time(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        install.Clock.Set("2026-11-30T23:30:00");
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.LogAsync(messages[0], install.Clock.Korea);
        var queuedAt = install.Clock.GetUtcNow();
        install.Clock.Set("2026-12-01T02:30:00");

        var report = Assert.Single(await install.ProbeAsync(messages[0], queuedAt));

        Assert.Equal((RowProgress.Final, queuedAt), (report.Progress, report.CompletedAt));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_nothing_when_there_is_no_row_and_no_log_table(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);

        Assert.Empty(await install.ProbeAsync(Install.Message()));
    }

    [Theory, MemberData(nameof(Matrix.WithDuplicates), MemberType = typeof(Matrix))]
    public async Task Answers_once_when_a_row_is_logged_twice(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.LogAsync(messages[0], install.Clock.Korea);
        await install.DuplicateAsync(messages[0], install.Clock.Korea);

        Assert.Equal(messages[0].Id, Assert.Single(await install.ProbeAsync(messages[0])).MessageId);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Passes_over_a_table_when_it_is_only_named_like_a_log(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.LogAsync(messages[0], install.Clock.Korea);
        foreach (var table in new[] { "agent_msglog_202610", "BIZ_LOG_202610", "SDK_SMS_REPORT_2610", "SDK_SMS_REPORT_DETAIL_2610", "em_smt_log_202610", "SC_LOG_202610" })
        {
            await install.Database.ExecuteAsync($"CREATE TABLE {table} (note integer)");
        }

        Assert.Equal(RowProgress.Final, Assert.Single(await install.ProbeAsync(messages[0])).Progress);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Misses_no_row_when_the_agent_moves_them_at_the_same_time(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var agent = install.NewAgent(TimeProvider.System);
        var messages = await install.HandOverAsync(Install.Messages(300));
        var targets = messages.Select(message => new ProbeTarget(message.Id, TimeProvider.System.GetUtcNow())).ToList();
        using var stop = new CancellationTokenSource();
        var playing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await agent.StepAsync(CancellationToken.None);
            }
        });

        var counts = new List<int>();
        await Eventually.IsTrueAsync(
            async () =>
            {
                var reports = await install.Queue.ProbeAsync(targets, CancellationToken.None);
                counts.Add(reports.Count);
                return reports.All(report => report.Progress == RowProgress.Final);
            },
            "every row has its result");
        await stop.CancelAsync();
        await playing;

        Assert.All(counts, count => Assert.Equal(300, count));
    }
}
