using Gateway.Vendors.Kshot;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// The first-sender operator code of a message (최초발신사업자): in the column that the live table has for it, and nowhere
/// else; a table without one is told, and its rows are what they always were.
/// </summary>
public sealed class OriginCodeTests
{
    private const string Code = "302110029";

    /// <summary>Rows differ in these by their nature.</summary>
    private static readonly string[] Own = ["Id", "MSG_ID", "etc1", "CMID", "RESERVED9", "mt_pr", "mt_refkey", "reg_date", "TR_NUM", "TR_ETC1", "MSGKEY", "ETC1"];

    public static TheoryData<Protocol, Channel, DatabaseKind> WithColumn
    {
        get
        {
            var data = new TheoryData<Protocol, Channel, DatabaseKind>();
            foreach (var kind in TestDatabase.Kinds.Select(row => row.Data))
            {
                data.Add(Protocol.Kshot, Channel.Sms, kind);
                data.Add(Protocol.Kshot, Channel.Lms, kind);
                data.Add(Protocol.Bizppurio, Channel.Sms, kind);
                data.Add(Protocol.Bizppurio, Channel.Lms, kind);
                data.Add(Protocol.Xroshot, Channel.Sms, kind);
                data.Add(Protocol.Xroshot, Channel.Lms, kind);
                data.Add(Protocol.Emma, Channel.Sms, kind);
                data.Add(Protocol.Emma, Channel.Lms, kind);
                data.Add(Protocol.Lguplus, Channel.Sms, kind);
                data.Add(Protocol.Lguplus, Channel.Lms, kind);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(WithColumn))]
    public async Task Stands_in_its_column_and_changes_nothing_else_of_the_row(Protocol protocol, Channel channel, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await AddColumnsAsync(install);
        var queue = await QueueAsync(install, protocol);
        Assert.Null(queue.OriginCodeAbsent);
        var plain = Install.Message() with { Channel = channel, Text = "본문" };
        var coded = plain with { Id = Guid.CreateVersion7(), OriginCode = Code };

        // One after the other, and both in one statement.
        await WriteAsync(queue, plain);
        await WriteAsync(queue, coded);
        await WriteAsync(queue, plain with { Id = Guid.CreateVersion7() }, coded with { Id = Guid.CreateVersion7() });

        var table = install.TableOf(channel);
        var rows = await install.Database.QueryAsync($"SELECT * FROM {table}");
        Assert.Equal([Code, Code, null, null], rows.Select(row => row[Column(protocol, channel)] as string).OrderBy(code => code is null));
        var others = rows.Select(row => string.Join("; ", row
            .Where(column => !Own.Append(Column(protocol, channel)).Contains(column.Key, StringComparer.OrdinalIgnoreCase))
            .Select(column => $"{column.Key}={column.Value}"))).Distinct();
        Assert.Single(others);
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Takes_the_place_of_the_installs_own(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Kshot, kind);
        var queue = await QueueAsync(install, Protocol.Kshot, "111111111");

        await WriteAsync(queue, Install.Message(1), Install.Message(2) with { OriginCode = Code });

        Assert.Equal(["111111111", Code], (await install.RowsAsync()).Select(row => row["etc5"] as string));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_told_to_have_no_place_and_left_out_when_the_table_has_none(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await RemoveColumnsAsync(install);
        Assert.Contains(Column(protocol, ofKshot: "OriginCodeColumn"), install.Queue.OriginCodeAbsent, StringComparison.Ordinal);

        await WriteAsync(install.Queue, Install.Message() with { OriginCode = Code });

        Assert.DoesNotContain(Assert.Single(await install.RowsAsync()).Values, value => Equals(value, Code));
    }

    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Is_told_of_the_one_table_that_lacks_it_and_written_to_the_other(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        await install.Database.ExecuteAsync("ALTER TABLE SDK_MMS_SEND ADD KISA_ORIG_CODE VARCHAR(9)");
        var queue = await QueueAsync(install, Protocol.Xroshot);
        var sms = Install.Message() with { OriginCode = Code };

        await WriteAsync(queue, sms, sms with { Id = Guid.CreateVersion7(), Channel = Channel.Lms });

        Assert.Equal("SDK_SMS_SEND lacks the column KISA_ORIG_CODE, which newer agents have.", queue.OriginCodeAbsent);
        Assert.Equal(Code, Assert.Single(await install.Database.QueryAsync("SELECT KISA_ORIG_CODE FROM SDK_MMS_SEND"))["KISA_ORIG_CODE"]);
        Assert.Single(await install.RowsAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Keeps_messages_of_different_codes_in_different_rows(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind);
        await AddColumnsAsync(install);
        var queue = await QueueAsync(install, Protocol.Xroshot);
        var message = Install.Message() with { OriginCode = Code };

        await WriteAsync(queue, message, message with { Id = Guid.CreateVersion7() }, message with { Id = Guid.CreateVersion7(), OriginCode = "302110030" });

        Assert.Equal([(Code, "2"), ("302110030", "1")], (await install.RowsAsync()).Select(row => (row["KISA_ORIG_CODE"] as string, $"{row["DEST_COUNT"]}")));
    }

    private static Task AddColumnsAsync(Install install) => install switch
    {
        XroshotInstall => AlterAsync(install, "SDK_SMS_SEND ADD KISA_ORIG_CODE VARCHAR(9)", "SDK_MMS_SEND ADD KISA_ORIG_CODE VARCHAR(9)"),
        BizppurioInstall => AlterAsync(install, "BIZ_MSG ADD RESELLERCODE VARCHAR(10)"),
        _ => Task.CompletedTask, // One of its free columns.
    };

    /// <summary>Tables as older agents have them.</summary>
    private static async Task RemoveColumnsAsync(Install install)
    {
        if (install is EmmaInstall)
        {
            await AlterAsync(install, "em_smt_tran DROP COLUMN origin_cid", "em_mmt_tran DROP COLUMN origin_cid");
            await install.Queue.PrepareAsync(CancellationToken.None);
        }

        if (install is LguplusInstall)
        {
            await AlterAsync(install, "SC_TRAN DROP COLUMN TR_KISAORIGCODE", "MMS_MSG DROP COLUMN KISA_ORIGCODE");
            await install.Queue.PrepareAsync(CancellationToken.None);
        }
    }

    private static async Task AlterAsync(Install install, params string[] changes)
    {
        foreach (var change in changes)
        {
            await install.Database.ExecuteAsync($"ALTER TABLE {change}");
        }
    }

    private static async Task<IVendorQueue> QueueAsync(Install install, Protocol protocol, string? own = null)
    {
        var settings = install.Settings;
        var queue = install.NewQueue(protocol == Protocol.Kshot
            ? settings with { Setup = (KshotSettings)settings.Setup with { OriginCodeColumn = "etc5", OriginCode = own } }
            : settings);
        Assert.Empty((await queue.PrepareAsync(CancellationToken.None)).Problems);
        return queue;
    }

    private static async Task WriteAsync(IVendorQueue queue, params OutgoingMessage[] messages)
    {
        var outcome = await queue.HandOverAsync(Guid.CreateVersion7(), messages, CancellationToken.None);
        Assert.Equal((HandOverKind.Written, null), (outcome.Kind, outcome.Fault?.Message));
    }

    private static string Column(Protocol protocol, Channel channel = Channel.Sms, string ofKshot = "etc5") => protocol switch
    {
        Protocol.Kshot => ofKshot,
        Protocol.Bizppurio => "RESELLERCODE",
        Protocol.Xroshot => "KISA_ORIG_CODE",
        Protocol.Emma => "origin_cid",
        Protocol.Lguplus => channel == Channel.Sms ? "TR_KISAORIGCODE" : "KISA_ORIGCODE",
    };
}
