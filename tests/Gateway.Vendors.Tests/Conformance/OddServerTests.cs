using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Installs of MySQL and MariaDB that are set up in other ways than today's defaults.</summary>
[Collection(ServerSettings.Name)]
public sealed class OddServerTests
{
    private const string Awkward = """C:\dir\n 'single' "double" \' \\ 100%_ ; -- # /* */""";

    public static MatrixTheoryData<Protocol, string> Modes => new(
        Matrix.Protocols, ["", "NO_BACKSLASH_ESCAPES", "NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT", "ANSI", "TRADITIONAL"]);

    public static TheoryData<Protocol> MySql => Matrix.MySql;

    [Theory, MemberData(nameof(Modes))]
    public async Task Writes_a_text_letter_by_letter_in_every_mode_of_the_server(Protocol protocol, string mode)
    {
        await using var install = await Install.CreateAsync(protocol, DatabaseKind.MySql);
        await using var server = await LaxServer.CreateAsync(install.Database, mode);
        var message = Install.Message() with { Text = Awkward };
        var queue = install.NewQueue(install.Settings);

        var outcome = await queue.HandOverAsync(Guid.CreateVersion7(), [message], CancellationToken.None);

        Assert.Equal((HandOverKind.Written, null), (outcome.Kind, outcome.Fault?.Message));
        Assert.Equal(Awkward, Assert.Single(await install.RowsAsync())[install.TextColumn]);
        Assert.Single(await queue.ProbeAsync([new ProbeTarget(message.Id, install.Clock.GetUtcNow())], CancellationToken.None));
    }

    [Theory, MemberData(nameof(MySql))]
    public async Task Writes_finds_and_withdraws_when_the_tables_are_in_EUC_KR(Protocol protocol)
    {
        await using var install = await Install.CreateAsync(protocol, DatabaseKind.MySql);
        await install.Database.ExecuteAsync($"ALTER TABLE {install.QueueTable} CONVERT TO CHARACTER SET euckr");
        var message = Install.Message() with { Text = "가나다 똠방각하 ABC" };

        await install.HandOverAsync(message);

        Assert.Equal(message.Text, Assert.Single(await install.RowsAsync())[install.TextColumn]);
        Assert.Equal(RowProgress.Untouched, Assert.Single(await install.ProbeAsync(message)).Progress);
        Assert.Equal([message.Id], await install.WithdrawAsync(message));
    }

    [Theory, MemberData(nameof(MySql))]
    public async Task Tells_a_bad_row_when_EUC_KR_has_no_such_letter(Protocol protocol)
    {
        await using var install = await Install.CreateAsync(protocol, DatabaseKind.MySql);
        await install.Database.ExecuteAsync($"ALTER TABLE {install.QueueTable} CONVERT TO CHARACTER SET euckr");

        var outcome = await install.Queue.HandOverAsync(Guid.CreateVersion7(), [Install.Message() with { Text = "😀" }], CancellationToken.None);

        Assert.Equal((HandOverKind.BadRow, 0L), (outcome.Kind, await install.CountAsync()));
    }

    [Fact]
    public async Task Reads_no_time_when_a_row_has_the_time_zero()
    {
        await using var install = await Install.CreateAsync(Protocol.Kshot, DatabaseKind.MySql);
        var message = Assert.Single(await install.HandOverAsync(Install.Message()));
        await install.FinishAsync(message, new DateTime(2026, 11, 20, 14, 5, 0));
        await install.Database.ExecuteAsync("SET SESSION sql_mode = ''; UPDATE agent_msgresult SET sendTime = '0000-00-00 00:00:00'");

        var report = Assert.Single(await install.ProbeAsync(message));

        Assert.Equal((RowProgress.Final, null), (report.Progress, report.SentAt));
    }
}
