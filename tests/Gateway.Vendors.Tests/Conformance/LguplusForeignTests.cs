using System.Globalization;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Other programs write into the queues of the U+ Agent too, and leave its free columns empty or hold keys of their own there.</summary>
public sealed class LguplusForeignTests
{
    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Leaves_rows_of_other_programs_as_they_are(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Lguplus, kind);
        var messages = await install.HandOverAsync(Install.Message(1), Install.Message(2) with { Channel = Channel.Lms, Subject = "제목" });
        await InsertAsync(install);
        var before = await ForeignAsync(install);
        install.Clock.Advance(3000);

        var aging = await install.Queue.FindAgingAsync(100, CancellationToken.None);
        var renewed = await install.Queue.RenewAsync(aging, CancellationToken.None);
        var heads = (await install.Queue.LookAsync(CancellationToken.None)).Heads;
        var scanned = (await install.ScanAsync(secondsBack: 7200)).SelectMany(page => page.Reports);
        var withdrawn = await install.WithdrawAsync(messages);

        var ids = messages.Select(message => message.Id).Order().ToList();
        Assert.Equal(2, renewed);
        Assert.All(new[] { aging, heads, withdrawn }, found => Assert.Equal(ids, found.Order()));
        Assert.Empty(scanned);
        Assert.Equal(before, await ForeignAsync(install));
        Assert.Equal(16, before.Count);
    }

    /// <summary>In every state, without a key, with one of their own, with ids that are none of ours in form.</summary>
    private static async Task InsertAsync(Install install)
    {
        var due = install.Clock.Korea.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        foreach (var (state, row) in new[] { "0", "1", "2", "3" }.Select((state, row) => (state, row)))
        {
            foreach (var (key, place) in new[] { null, "order 7" }.Select((key, place) => (key, place)))
            {
                var number = 900_000 + (row * 10) + place;
                await install.Database.ExecuteAsync(
                    "INSERT INTO SC_TRAN (TR_NUM, TR_SENDDATE, TR_SENDSTAT, TR_RSLTSTAT, TR_PHONE, TR_CALLBACK, TR_MSG, TR_ETC1, TR_RSLTDATE) "
                    + $"VALUES ({number}, '{due}', @p0, '06', '01012340001', '15777985', '단문내용 1', @p1, '{due}')",
                    state,
                    key);
                await install.Database.ExecuteAsync(
                    "INSERT INTO MMS_MSG (MSGKEY, REQDATE, STATUS, RSLT, PHONE, CALLBACK, MSG, ETC1, REPORTDATE) "
                    + $"VALUES ({number}, '{due}', @p0, '1000', '01012340002', '15777985', '단문내용 2', @p1, '{due}')",
                    state,
                    key);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> ForeignAsync(Install install)
    {
        var rows = await install.Database.QueryAsync("SELECT * FROM SC_TRAN WHERE TR_NUM >= 900000 ORDER BY TR_NUM");
        rows.AddRange(await install.Database.QueryAsync("SELECT * FROM MMS_MSG WHERE MSGKEY >= 900000 ORDER BY MSGKEY"));
        return [.. rows.Select(row => string.Join("; ", row.Select(column => $"{column.Key}={column.Value}")))];
    }
}
