using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// Messages as rows of the queues. Every column that must not be NULL is written, because installs differ in their
/// defaults; columns that an install lacks are left out.
/// </summary>
/// <param name="model">The names.</param>
/// <param name="hasColumn">Tells whether the queue of a family has a column.</param>
internal sealed class LguplusRows(LguplusModel model, Func<LguplusFamily, string, bool> hasColumn)
{
    private const string Plain = "0";

    /// <summary>As long as no result is known.</summary>
    private const string NoResult = "00";

    /// <summary>Of a column that the agent no longer uses, as all programs write it.</summary>
    private const string ExpireTime = "43200";

    /// <param name="family">The table.</param>
    /// <param name="messages">All of that family.</param>
    /// <param name="now">By the clock on the wall.</param>
    public IReadOnlyList<Column> Columns(LguplusFamily family, IReadOnlyList<OutgoingMessage> messages, DateTime now)
    {
        var rows = new Rows(messages).Text(model.KeyOf(family), message => Rows.Key(message.Id));
        if (family.IsLong)
        {
            Long(rows, now);
        }
        else
        {
            Short(rows, now);
        }

        var hasOriginCode = hasColumn(family, family.OriginCodeColumn);
        return rows.TextIfUsed(family.OriginCodeColumn, message => hasOriginCode ? message.OriginCode : null).Columns;
    }

    private static void Short(Rows rows, DateTime now) => rows
        .Same("TR_SENDDATE", now)
        .Same("TR_SENDSTAT", LguplusFamily.Waiting)
        .Same("TR_RSLTSTAT", NoResult)
        .Same("TR_MSGTYPE", Plain)
        .Text("TR_PHONE", message => message.To)
        .Text("TR_CALLBACK", message => message.From)
        .Text("TR_MSG", message => message.Text ?? "");

    private void Long(Rows rows, DateTime now)
    {
        rows
            .Text("SUBJECT", message => message.Subject)
            .Text("PHONE", message => message.To)
            .Text("CALLBACK", message => message.From)
            .Same("STATUS", LguplusFamily.Waiting)
            .Same("REQDATE", now)
            .Text("MSG", message => message.Text ?? "")
            .Same("TYPE", Plain);
        if (model.HasFiles || hasColumn(LguplusFamily.Long, "FILE_CNT"))
        {
            rows.Number("FILE_CNT", message => message.Attachments.Count);
        }

        for (var i = 0; i < LguplusModel.FileColumns; i++)
        {
            var place = i;
            rows.TextIfUsed(
                LguplusModel.FilePath(place + 1), message => message.Attachments.ElementAtOrDefault(place));
        }

        if (hasColumn(LguplusFamily.Long, "EXPIRETIME"))
        {
            rows.Same("EXPIRETIME", ExpireTime);
        }
    }
}
