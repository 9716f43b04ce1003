using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>Messages as rows of <c>agent_msgqueue</c>. Columns that no message of a batch uses stay out, so that the table's own defaults hold.</summary>
internal sealed class KshotRows(KshotSettings settings, KoreaTime korea)
{
    /// <summary>Hangul as it is: the column is text in the database's own character set.</summary>
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Objects with commas between them and without brackets: the agent's own form.</summary>
    public static string? Buttons(KakaoContent? kakao) => kakao is not { Buttons.Count: > 0 } ? null : string.Join(',', kakao.Buttons.Select(Button));

    public IReadOnlyList<Column> Columns(IReadOnlyList<OutgoingMessage> messages, DateTimeOffset now)
    {
        var rows = new Rows(messages)
            .Number("kind", message => Kind(message.Channel))
            .Text("callbackNo", message => message.From)
            .Text("receiveNo", message => message.To)
            .Text("message", message => message.Text)

            // No defaults are printed in the manual, so the start values are written.
            .Same("state", 0)
            .Same("result", -1)
            .Same("isReserved", "N")
            .Same("registTime", korea.ToWall(now))
            .Text(settings.CorrelationColumn, message => Rows.Key(message.Id))
            .TextIfUsed("subject", Subject)
            .TextIfUsed("mmsfile_path", message => message.Attachments.ElementAtOrDefault(0))
            .TextIfUsed("mmsfile_path2", message => message.Attachments.ElementAtOrDefault(1))
            .TextIfUsed("mmsfile_path3", message => message.Attachments.ElementAtOrDefault(2))
            .TextIfUsed("AFTALK_SENDER_KEY", message => message.Kakao?.SenderKey)
            .TextIfUsed("AFTALK_TMPLGRP_CD", message => message.Kakao?.TemplateCode)
            .TextIfUsed("AFTALK_BUTTON", message => Buttons(message.Kakao))
            .TextIfUsed("AFTALK_REPLACE_TYPE", ReplaceType)
            .TextIfUsed("AFTALK_REPLACE_MSG", message => message.Fallback is { } fallback ? fallback.Text ?? message.Text : null);
        if (settings.SubIdColumn is { } subIdColumn)
        {
            rows.TextIfUsed(subIdColumn, message => message.SubId);
        }

        if (settings.OriginCodeColumn is { } originColumn)
        {
            rows.TextIfUsed(originColumn, message => message.OriginCode ?? settings.OriginCode);
        }

        return rows.Columns;
    }

    /// <summary>
    /// There is no column for the subject of an LMS fallback; the row's own is what the agent has
    /// (docs/internals/vendors/kshot.md).
    /// </summary>
    private static string? Subject(OutgoingMessage message) => message.Subject ?? message.Fallback?.Subject;

    private static string Button(KakaoButton button) => JsonSerializer.Serialize(button.ToFields(), Json);

    private static string? ReplaceType(OutgoingMessage message) => (message.Kakao, message.Fallback?.Channel) switch
    {
        (null, _) => null,
        (_, null) => "N",
        (_, Channel.Sms) => "S",
        (_, Channel.Lms) => "L",
        (_, var channel) => throw new NotSupportedException($"KShot cannot fall back to {channel}; it is refused before it comes here."),
    };

    private static int Kind(Channel channel) => channel switch
    {
        Channel.Sms => 0,
        Channel.Lms => 1,
        Channel.Mms => 2,
        Channel.Fax => 3,
        Channel.AlimTalk => 4,
        Channel.FriendTalk or Channel.Voice => throw new NotSupportedException($"KShot has no kind for {channel}; it is refused before it comes here."),
    };
}
