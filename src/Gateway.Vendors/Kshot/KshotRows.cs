using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>Messages as rows of <c>agent_msgqueue</c>. Columns that no message of a batch uses stay out, so that the table's own defaults hold.</summary>
internal sealed class KshotRows(KshotSettings settings, KoreaTime korea)
{
    public IReadOnlyList<Column> Columns(IReadOnlyList<OutgoingMessage> messages, DateTimeOffset now)
    {
        var columns = new List<Column>
        {
            new NumberColumn("kind", [.. messages.Select(message => (int?)Kind(message.Channel))]),
            Text("callbackNo", messages, message => message.From),
            Text("receiveNo", messages, message => message.To),
            Text("message", messages, message => message.Text),

            // No defaults are printed in the manual, so the start values are written (gaps.md G79).
            new SameColumn("state", 0),
            new SameColumn("result", -1),
            new SameColumn("isReserved", "N"),
            new SameColumn("registTime", korea.ToWall(now)),
            Text(settings.CorrelationColumn, messages, message => Correlation(message.Id)),
        };

        AddIfUsed(columns, Text("subject", messages, message => message.Subject));
        if (settings.SubIdColumn is { } subIdColumn)
        {
            AddIfUsed(columns, Text(subIdColumn, messages, message => message.SubId));
        }

        if (settings is { OriginCodeColumn: { } originColumn, OriginCode: { } originCode })
        {
            columns.Add(new SameColumn(originColumn, originCode));
        }

        return columns;
    }

    /// <summary>The id as it travels: 32 lower-case hex digits.</summary>
    public static string Correlation(Guid id) => id.ToString("N");

    private static int Kind(Channel channel) => channel switch
    {
        Channel.Sms => 0,
        Channel.Lms => 1,
        Channel.Mms => 2,
        Channel.Fax => 3,
        Channel.AlimTalk => 4,
        Channel.FriendTalk or Channel.Voice => throw new NotSupportedException($"KShot has no kind for {channel}; it is refused before it comes here."),
    };

    private static TextColumn Text(string name, IReadOnlyList<OutgoingMessage> messages, Func<OutgoingMessage, string?> value)
    {
        var values = new string?[messages.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(messages[i]);
        }

        return new TextColumn(name, values);
    }

    private static void AddIfUsed(List<Column> columns, TextColumn column)
    {
        if (Array.Exists(column.Values, value => value is not null))
        {
            columns.Add(column);
        }
    }
}
