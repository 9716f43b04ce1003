using Gateway.Vendors.Emma;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>What is special about the tables of EMMA.</summary>
public sealed class EmmaTableTests
{
    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Refuses_the_queue_of_an_old_ATA_in_place_of_LMS(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, kind);
        await install.Database.ExecuteAsync("ALTER TABLE em_mmt_tran ADD sender_key VARCHAR(40)");

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);

        Assert.Contains("ATA 1.0", Assert.Single(inspection.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_sequence_that_is_missing()
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.PostgreSql);
        await install.Database.ExecuteAsync("DROP SEQUENCE sq_ata_mmt_tran_01");

        var inspection = await install.NewQueue(install.Settings with { CreateTables = false }).PrepareAsync(CancellationToken.None);

        Assert.Contains("sq_ata_mmt_tran_01", Assert.Single(inspection.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_no_sequence_where_the_table_numbers_its_rows()
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, DatabaseKind.PostgreSql);
        await install.Database.ExecuteAsync("CREATE SEQUENCE mine START 70");
        await install.Database.ExecuteAsync("ALTER TABLE em_smt_tran ALTER mt_pr SET DEFAULT nextval('mine')");
        await install.Database.ExecuteAsync("DROP SEQUENCE sq_em_smt_tran_01");
        var settings = install.Settings;
        var queue = install.NewQueue(settings with { Setup = (EmmaSettings)settings.Setup with { SmsSequence = "" } });
        Assert.Empty((await queue.PrepareAsync(CancellationToken.None)).Problems);

        await queue.HandOverAsync(Guid.CreateVersion7(), Install.Messages(2), CancellationToken.None);

        Assert.Equal(["70", "71"], (await install.RowsAsync()).Select(row => $"{row["mt_pr"]}"));
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Needs_the_tables_of_its_channels_alone(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, kind, prepared: false);
        var queue = install.NewQueue(install.Settings with { Channels = [Channel.Sms] });

        var inspection = await queue.PrepareAsync(CancellationToken.None);
        await queue.HandOverAsync(Guid.CreateVersion7(), Install.Messages(1), CancellationToken.None);

        Assert.Empty(inspection.Problems);
        Assert.Equal(1, await install.CountAsync());
        Assert.Equal(0, await install.Database.NumberAsync("SELECT COUNT(*) FROM information_schema.tables WHERE table_name LIKE '%mmt%' AND table_schema = "
            + (kind == DatabaseKind.MySql ? "DATABASE()" : "current_schema()")));
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Writes_the_files_of_each_MMS_under_a_key_that_never_comes_again(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Emma, kind);
        var settings = install.Settings;
        var queue = install.NewQueue(settings with { Setup = (EmmaSettings)settings.Setup with { FileKeysFrom = 40, FileSubpath = "gateway" } });
        var mms = Install.Message() with { Channel = Channel.Mms, Subject = "제목", Attachments = ["a.jpg", "b.jpg"] };
        var lms = Install.Message() with { Channel = Channel.Lms, Subject = "제목" };

        await queue.HandOverAsync(Guid.CreateVersion7(), [mms, lms], CancellationToken.None);
        await install.Database.ExecuteAsync("DELETE FROM em_mmt_tran WHERE service_type = '2'");
        await queue.HandOverAsync(Guid.CreateVersion7(), [mms with { Id = Guid.CreateVersion7(), Attachments = ["c.jpg"] }], CancellationToken.None);

        var files = await install.Database.QueryAsync("SELECT * FROM em_mmt_file ORDER BY attach_file_group_key, attach_file_group_seq");
        Assert.Equal(
            ["41 1 1 gateway a.jpg", "41 2 2 gateway b.jpg", "42 1 1 gateway c.jpg"],
            files.Select(file => $"{file["attach_file_group_key"]} {file["attach_file_group_seq"]} {file["attach_file_seq"]} {file["attach_file_subpath"]} {file["attach_file_name"]}"));
        var rows = await install.Database.QueryAsync("SELECT * FROM em_mmt_tran ORDER BY mt_pr");
        Assert.Equal(["0 3", "42 2"], rows.Select(row => $"{row["attach_file_group_key"]} {row["service_type"]}".Trim()));
    }
}
