using Gateway.Vendors.ResultCodes;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class ScanTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_the_row_when_the_agent_has_taken_it(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(2));
        await install.TakeAsync(messages[0]);

        var report = Assert.Single((await install.ScanAsync()).SelectMany(page => page.Reports), report => report.Progress != RowProgress.Untouched);

        Assert.Equal((messages[0].Id, RowProgress.Taken), (report.MessageId, report.Progress));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_the_result_when_it_appears(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);

        var pages = await install.ScanAsync();

        var report = Assert.Single(pages.SelectMany(page => page.Reports));
        Assert.Equal((messages[0].Id, RowProgress.Final, Outcome.Delivered), (report.MessageId, report.Progress, report.Result?.Result.Outcome));
        Assert.Equal(install.Clock.GetUtcNow(), report.CompletedAt);
        Assert.Equal(install.Clock.GetUtcNow(), pages.Max(page => page.HighWater));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_the_result_when_it_was_moved_to_the_log(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.LogAsync(messages[0], install.Clock.Korea);

        Assert.Equal(messages[0].Id, Assert.Single((await install.ScanAsync()).SelectMany(page => page.Reports)).MessageId);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_every_result_when_pages_are_small(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Messages(25));
        foreach (var message in messages)
        {
            // Three at a time carry the same second, so that pages break inside a second too.
            await install.FinishAsync(message, install.Clock.Korea.AddSeconds(-(Array.IndexOf(messages, message) / 3)));
        }

        foreach (var message in messages[..10])
        {
            await install.LogAsync(message, install.Clock.Korea);
        }

        var pages = await install.ScanAsync(pageSize: 4);

        Assert.Equal(messages.Select(message => message.Id).Order(), pages.SelectMany(page => page.Reports).Select(report => report.MessageId).Distinct().Order());
        Assert.All(pages, page => Assert.InRange(page.Reports.Count, 0, 4));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Ignores_rows_when_they_are_of_another_program(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await install.InsertForeignAsync(install.Clock.Korea);

        Assert.Empty((await install.ScanAsync()).SelectMany(page => page.Reports));
    }

    [Theory, MemberData(nameof(Matrix.WithDuplicates), MemberType = typeof(Matrix))]
    public async Task Tells_the_same_twice_when_a_row_is_logged_twice(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.LogAsync(messages[0], install.Clock.Korea);
        await install.DuplicateAsync(messages[0], install.Clock.Korea);

        var reports = (await install.ScanAsync()).SelectMany(page => page.Reports).ToList();

        Assert.All(reports, report => Assert.Equal((messages[0].Id, Outcome.Delivered), (report.MessageId, report.Result?.Result.Outcome)));
        Assert.NotEmpty(reports);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_nothing_when_the_result_is_older_than_asked_for(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.FinishAsync(messages[0], install.Clock.Korea.AddHours(-3));

        Assert.Empty((await install.ScanAsync()).SelectMany(page => page.Reports));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Indexes_a_log_table_when_it_first_appears(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var messages = await install.HandOverAsync(Install.Message());
        await install.ScanAsync();
        await install.FinishAsync(messages[0], install.Clock.Korea);
        await install.LogAsync(messages[0], install.Clock.Korea);

        await install.ScanAsync();

        var hints = (await install.NewQueue(install.Settings).PrepareAsync(CancellationToken.None)).Hints;
        Assert.Empty(hints);
        Assert.NotEqual(0, await LogIndexesAsync(install));
    }

    private static Task<long> LogIndexesAsync(Install install) => install.Database.NumberAsync(
        install.Database.Kind == DatabaseKind.MySql
            ? "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name LIKE 'gw!_%' ESCAPE '!' AND table_name LIKE '%!_2%11%' ESCAPE '!'"
            : "SELECT COUNT(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE 'gw!_%' ESCAPE '!' AND tablename LIKE '%!_2%11%' ESCAPE '!'");
}
