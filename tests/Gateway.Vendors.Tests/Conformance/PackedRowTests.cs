using Gateway.Vendors.Tests.Databases;
using Xunit;
using Outcome = Gateway.Vendors.ResultCodes.Outcome;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Xroshot: up to a hundred recipients with the same content in one row, and still one report for each message.</summary>
public sealed class PackedRowTests
{
    public static TheoryData<DatabaseKind> Kinds => TestDatabase.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Packs_neighbours_when_their_content_is_the_same(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        var messages = Same(250);

        await install.HandOverAsync(messages);

        var rows = await install.RowsAsync();
        Assert.Equal(["100", "100", "50"], rows.Select(row => $"{row["DEST_COUNT"]}"));
        Assert.Equal(messages.Select(message => $"{message.To}^{message.To}"), rows.SelectMany(row => ((string)row["DEST_INFO"]!).Split('|')));
        Assert.Equal(250, await install.Queue.CountWaitingAsync(1000, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Keeps_the_order_when_another_content_stands_between(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        var messages = Same(4);
        messages[2] = messages[2] with { Text = "다른 내용" };

        await install.HandOverAsync(messages);

        Assert.Equal(["2", "1", "1"], (await install.RowsAsync()).Select(row => $"{row["DEST_COUNT"]}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Tells_each_messages_own_result_when_recipients_share_a_row(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        var agent = install.NewAgent(install.Clock);
        var messages = Same(5);

        // The simulator fails this number, and loses the report of that one.
        messages[1] = messages[1] with { To = "01012349907" };
        messages[3] = messages[3] with { To = "01012349901" };
        await install.HandOverAsync(messages);
        var queuedAt = install.Clock.GetUtcNow();
        var waiting = await install.Queue.ProbeAsync([.. messages.Select(message => new ProbeTarget(message.Id, queuedAt))], CancellationToken.None);
        for (var i = 0; i < 6; i++)
        {
            install.Clock.Advance(1);
            await agent.StepAsync(CancellationToken.None);
        }

        var probed = await install.Queue.ProbeAsync([.. messages.Select(message => new ProbeTarget(message.Id, queuedAt))], CancellationToken.None);
        var scanned = (await install.ScanAsync(pageSize: 2)).SelectMany(page => page.Reports).Where(report => report.Progress == RowProgress.Final);

        (Guid, Outcome?)[] expected =
        [
            (messages[0].Id, Outcome.Delivered), (messages[1].Id, Outcome.Failed), (messages[2].Id, Outcome.Delivered), (messages[3].Id, null), (messages[4].Id, Outcome.Delivered),
        ];
        Assert.Equal(messages.Select(message => message.Id).Order(), waiting.Where(report => report.Progress == RowProgress.Untouched).Select(report => report.MessageId).Order());
        Assert.Equal(expected.Order(), probed.Select(report => (report.MessageId, report.Result?.Result.Outcome)).Order());
        Assert.Equal(expected.Where(end => end.Item2 is not null).Order(), scanned.Select(report => (report.MessageId, report.Result?.Result.Outcome)).Order());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Withdraws_a_row_only_when_all_its_messages_shall_go(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        var messages = await install.HandOverAsync(Same(103));

        var part = await install.WithdrawAsync(messages[0], messages[1]);
        var whole = await install.WithdrawAsync(messages[5], messages[100], messages[101], messages[102]);

        Assert.Empty(part);
        Assert.Equal(messages[100..].Select(message => message.Id).Order(), whole.Order());
        Assert.Equal(1, await install.CountAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task May_be_packed_again_when_it_was_withdrawn(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        var messages = await install.HandOverAsync(Same(3));
        await install.WithdrawAsync(messages);

        await install.HandOverAsync([messages[2], messages[1], messages[0]]);

        Assert.Equal("3", $"{Assert.Single(await install.RowsAsync())["DEST_COUNT"]}");
        Assert.Equal(3, (await install.Queue.ProbeAsync([.. messages.Select(message => new ProbeTarget(message.Id, install.Clock.GetUtcNow()))], CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData("홍길동", "홍길동")]
    [InlineData("A|B^0100000000", "AB0100000000")]
    [InlineData("가나다라마바사아자차카", "가나다라마바사아자차")]
    [InlineData("a가나다라마바사아자차카", "a가나다라마바사아자")]
    [InlineData("^|", "01012340001")]
    [InlineData(null, "01012340001")]
    public async Task Writes_a_name_that_fits_when_the_recipient_has_one(string? name, string written)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, DatabaseKind.PostgreSql);

        await install.HandOverAsync(Install.Message() with { RecipientName = name });

        Assert.Equal($"{written}^01012340001", Assert.Single(await install.RowsAsync())["DEST_INFO"]);
    }

    private static OutgoingMessage[] Same(int count) => [.. Install.Messages(count).Select(message => message with { Text = "같은 내용" })];
}
