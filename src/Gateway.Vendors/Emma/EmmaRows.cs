using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Emma;

/// <summary>
/// Messages as rows of the queues: the smallest set of columns, so that the tables' own defaults hold.
/// </summary>
internal static class EmmaRows
{
    /// <summary>Of EMMA 3.7; older tables lack it.</summary>
    public const string OriginCodeColumn = "origin_cid";

    private const string Waiting = "1";
    private const int AlimTalkType = 1008;
    private const string ButtonsInJson = "2";

    /// <summary>Hangul as it is: the column is text in the database's own character set.</summary>
    private static readonly JsonSerializerOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when there are none.</summary>
    public static string? Buttons(KakaoContent? kakao) => kakao is not { Buttons.Count: > 0 }
        ? null
        : JsonSerializer.Serialize(new { button = kakao.Buttons.Select(button => button.ToFields()) }, Json);

    /// <param name="family">The table.</param>
    /// <param name="messages">All of that family.</param>
    /// <param name="now">By the clock on the wall.</param>
    /// <param name="sequence">What numbers the rows; null: the table does.</param>
    /// <param name="hasOriginCode">The table has <see cref="OriginCodeColumn"/>.</param>
    /// <param name="fileKeys">The keys of files of messages that have some.</param>
    public static IReadOnlyList<Column> Columns(
        EmmaFamily family,
        IReadOnlyList<OutgoingMessage> messages,
        DateTime now,
        string? sequence,
        bool hasOriginCode,
        IReadOnlyDictionary<Guid, int> fileKeys)
    {
        var rows = new Rows(messages)
            .Text(family.KeyColumn, message => EmmaKey.Of(message.Id))
            .Same("date_client_req", now)
            .Text("content", message => message.Text ?? "")
            .Text("callback", message => message.From)
            .Same("msg_status", Waiting)
            .Text("recipient_num", message => message.To);
        if (family.IsTalk)
        {
            Talk(rows);
        }
        else
        {
            Text(rows, family, fileKeys);
            rows.TextIfUsed(OriginCodeColumn, message => hasOriginCode ? message.OriginCode : null);
        }

        return sequence is null ? rows.Columns : [new SequenceColumn("mt_pr", sequence), .. rows.Columns];
    }

    private static void Text(Rows rows, EmmaFamily family, IReadOnlyDictionary<Guid, int> fileKeys)
    {
        rows
            .Text("service_type", message => ServiceType(message.Channel))
            .Same("broadcast_yn", "N");
        if (family.Name == EmmaFamily.Long.Name)
        {
            rows
                .Text("subject", Subject)
                .NumberIfUsed("attach_file_group_key", FileKey, 0);
        }

        int? FileKey(OutgoingMessage message) => fileKeys.TryGetValue(message.Id, out var key) ? key : null;
    }

    private static void Talk(Rows rows) => rows
        .Text("subject", Subject)
        .Same("msg_type", AlimTalkType)
        .Text("sender_key", message => message.Kakao?.SenderKey)
        .Text("template_code", message => message.Kakao?.TemplateCode)
        .TextIfUsed("kko_btn_type", message => Buttons(message.Kakao) is null ? null : ButtonsInJson)
        .TextIfUsed("kko_btn_info", message => Buttons(message.Kakao));

    /// <summary>It must not be NULL, and Oracle takes an empty text for NULL.</summary>
    private static string Subject(OutgoingMessage message) =>
        string.IsNullOrEmpty(message.Subject) ? " " : message.Subject;

    private static string ServiceType(Channel channel) => channel switch
    {
        Channel.Sms => "0",
        Channel.Mms => "2",
        Channel.Lms => "3",
        _ => throw new NotSupportedException(
            $"EMMA has no service type for {channel}; it is refused before it comes here."),
    };
}
