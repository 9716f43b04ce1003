using Gateway.Vendors.Lguplus;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>What is special about the tables of the U+ Agent.</summary>
public sealed class LguplusTableTests
{
    [Theory]
    [InlineData(DatabaseKind.MySql, "BILL_ID")]
    [InlineData(DatabaseKind.PostgreSql, "BILL_ID")]
    [InlineData(DatabaseKind.MySql, "IDENTIFICATION_CODE")]
    [InlineData(DatabaseKind.MySql, "ORG_CALLBACK")]
    public async Task Refuses_the_queue_of_another_agent_that_looks_alike(DatabaseKind kind, string column)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        await install.Database.ExecuteAsync($"ALTER TABLE MMS_MSG ADD {column} VARCHAR(20)");

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);

        Assert.Equal(
            $"The table MMS_MSG has the column {column}: it belongs to another agent (such as Dreamline's), whose rows live otherwise. Name the table of the U+ Agent in Lguplus:LongTable.",
            Assert.Single(inspection.Problems));
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Refuses_a_queue_of_LMS_beside_which_there_is_none_of_SMS_and_makes_none(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        await install.Database.ExecuteAsync("DROP TABLE SC_TRAN");

        foreach (var channels in new Channel[][] { [Channel.Lms], [Channel.Sms, Channel.Lms] })
        {
            var inspection = await install.NewQueue(install.Settings with { Channels = channels }).PrepareAsync(CancellationToken.None);

            Assert.StartsWith("The table MMS_MSG stands without SC_TRAN, which every U+ Agent has beside it", Assert.Single(inspection.Problems), StringComparison.Ordinal);
        }

        Assert.Equal(0, await TablesAsync(install, "sc%"));
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Needs_the_queue_of_SMS_alone_when_only_they_are_sent(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind, prepared: false);
        var queue = install.NewQueue(install.Settings with { Channels = [Channel.Sms] });

        Assert.Empty((await queue.PrepareAsync(CancellationToken.None)).Problems);
        await queue.HandOverAsync(Guid.CreateVersion7(), Install.Messages(1), CancellationToken.None);

        Assert.Equal(1, await install.CountAsync());
        Assert.Equal(0, await TablesAsync(install, "mms%"));
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Makes_both_queues_when_only_LMS_is_sent_and_finds_them_fit_again(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind, prepared: false);
        var settings = install.Settings with { Channels = [Channel.Lms] };

        var first = await install.NewQueue(settings).PrepareAsync(CancellationToken.None);
        var queue = install.NewQueue(settings with { CreateTables = false });
        var again = await queue.PrepareAsync(CancellationToken.None);
        var outcome = await queue.HandOverAsync(Guid.CreateVersion7(), [Lms()], CancellationToken.None);

        Assert.Empty(first.Problems.Concat(again.Problems));
        Assert.Equal(HandOverKind.Written, outcome.Kind);
        Assert.Equal(0, await install.CountAsync());
    }

    /// <summary>As an install without MMS has them: no files, no column that the agent no longer uses.</summary>
    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Writes_only_columns_that_are_there(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        foreach (var column in new[] { "FILE_CNT", "EXPIRETIME", "FILE_PATH1", "FILE_PATH2", "FILE_PATH3", "KISA_ORIGCODE", "MULTI_SEQ" })
        {
            await install.Database.ExecuteAsync($"ALTER TABLE MMS_MSG DROP COLUMN {column}");
        }

        var queue = install.NewQueue(install.Settings with { Channels = [Channel.Sms, Channel.Lms] });
        Assert.Empty((await queue.PrepareAsync(CancellationToken.None)).Problems);
        await queue.TryWriteAsync(CancellationToken.None);
        var outcome = await queue.HandOverAsync(Guid.CreateVersion7(), [Lms() with { OriginCode = "302110029" }], CancellationToken.None);

        Assert.Equal((HandOverKind.Written, null), (outcome.Kind, outcome.Fault?.Message));
    }

    /// <summary>Installs of SQL Server let every column be NULL, so that no default may be counted on.</summary>
    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Writes_every_column_that_must_not_be_NULL(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        foreach (var (table, column) in new[]
        {
            ("SC_TRAN", "TR_SENDSTAT"), ("SC_TRAN", "TR_RSLTSTAT"), ("SC_TRAN", "TR_MSGTYPE"), ("SC_TRAN", "TR_PHONE"),
            ("MMS_MSG", "STATUS"), ("MMS_MSG", "FILE_CNT"), ("MMS_MSG", "EXPIRETIME"), ("MMS_MSG", "TYPE"),
        })
        {
            await install.Database.ExecuteAsync($"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT");
        }

        await install.HandOverAsync(Install.Message(), Lms());

        var sms = Assert.Single(await install.RowsAsync());
        Assert.Equal(("0", "00", "0"), ((string)sms["TR_SENDSTAT"]!, (string)sms["TR_RSLTSTAT"]!, (string)sms["TR_MSGTYPE"]!));
        var lms = Assert.Single(await install.Database.QueryAsync("SELECT * FROM MMS_MSG"));
        Assert.Equal(("0", "0", "43200", "0"), ((string)lms["STATUS"]!, $"{lms["FILE_CNT"]}", (string)lms["EXPIRETIME"]!, (string)lms["TYPE"]!));
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Carries_the_id_in_the_columns_that_are_set(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        var settings = install.Settings;
        var queue = install.NewQueue(settings with { Setup = (LguplusSettings)settings.Setup with { SmsKeyColumn = "TR_ETC6", LongKeyColumn = "ETC3" } });
        Assert.Empty((await queue.PrepareAsync(CancellationToken.None)).Problems);
        var (sms, lms) = (Install.Message(), Lms());

        await queue.HandOverAsync(Guid.CreateVersion7(), [sms, lms], CancellationToken.None);

        Assert.Equal(sms.Id.ToString("N"), Assert.Single(await install.RowsAsync())["TR_ETC6"]);
        Assert.Equal(lms.Id.ToString("N"), Assert.Single(await install.Database.QueryAsync("SELECT * FROM MMS_MSG"))["ETC3"]);
        var found = await queue.ProbeAsync([.. new[] { sms, lms }.Select(message => new ProbeTarget(message.Id, install.Clock.GetUtcNow()))], CancellationToken.None);
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public async Task Refuses_a_table_whose_character_set_has_no_Korean()
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        await install.Database.ExecuteAsync("ALTER TABLE MMS_MSG CONVERT TO CHARACTER SET latin1");

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);

        Assert.Equal(
            new[] { "SUBJECT", "MSG" }.Select(column =>
                $"The column {column} of MMS_MSG has the character set latin1, which has no Korean. Run: ALTER TABLE MMS_MSG CONVERT TO CHARACTER SET utf8mb4"),
            inspection.Problems);
    }

    [Theory]
    [InlineData("utf8")]
    [InlineData("euckr")]
    public async Task Takes_a_table_whose_character_set_has_Korean(string set)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        await install.Database.ExecuteAsync($"ALTER TABLE SC_TRAN CONVERT TO CHARACTER SET {set}");

        Assert.Empty((await install.Queue.PrepareAsync(CancellationToken.None)).Problems);
        await install.HandOverAsync(Install.Message());

        Assert.Equal("단문내용 1", Assert.Single(await install.RowsAsync())["TR_MSG"]);
    }

    [Fact]
    public async Task Names_the_table_in_small_letters_and_makes_no_second_one()
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, DatabaseKind.MySql);
        if ((long)Convert.ChangeType((await install.Database.QueryAsync("SELECT @@lower_case_table_names AS n"))[0]["n"]!, typeof(long), null) != 0)
        {
            Assert.Skip("This server takes large for small letters.");
        }

        await install.Database.ExecuteAsync("RENAME TABLE SC_TRAN TO sc_tran, MMS_MSG TO mms_msg");

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);
        var settings = install.Settings;
        var small = new LguplusSettings { SmsTable = "sc_tran", LongTable = "mms_msg" };

        Assert.Equal(2, inspection.Problems.Count);
        Assert.StartsWith("The table SC_TRAN does not exist, but sc_tran does", inspection.Problems[0], StringComparison.Ordinal);
        Assert.Equal(2, await install.Database.NumberAsync("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND (table_name LIKE 'SC%' OR table_name LIKE 'MMS%')"));
        Assert.Empty((await install.NewQueue(settings with { Setup = small }).PrepareAsync(CancellationToken.None)).Problems);
    }

    private static OutgoingMessage Lms() => Install.Message() with { Channel = Channel.Lms, Subject = "제목" };

    private static Task<long> TablesAsync(Install install, string like) => install.Database.NumberAsync(
        "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) LIKE @p0 AND table_schema = "
        + (install.Database.Kind == DatabaseKind.MySql ? "DATABASE()" : "current_schema()"),
        like);
}
