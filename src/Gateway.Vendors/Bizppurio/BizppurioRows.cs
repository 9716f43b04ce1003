using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Bizppurio;

/// <summary>Messages as rows of <c>BIZ_MSG</c>. Columns that no message of a batch uses stay out, so that the table's own defaults hold.</summary>
internal static class BizppurioRows
{
    /// <summary>
    /// Newer modules have it when they are set up with USE_RESELLERCODE; the manual's table does not.
    /// </summary>
    public const string OriginCodeColumn = "RESELLERCODE";

    public static IReadOnlyList<Column> Columns(
        IReadOnlyList<OutgoingMessage> messages, DateTime now, bool hasOriginCode) => new Rows(messages)
        .Text("CMID", message => Rows.Key(message.Id))
        .Number("MSG_TYPE", message => Type(message.Channel))
        .Same("REQUEST_TIME", now)
        .Same("SEND_TIME", now)
        .Text("DEST_PHONE", message => message.To)
        .Text("SEND_PHONE", message => message.From)

        // Must be there, even for a call with a sound file.
        .Text("MSG_BODY", message => message.Text ?? "")
        .TextIfUsed("DEST_NAME", message => message.RecipientName)
        .TextIfUsed("SUBJECT", message => message.Subject ?? message.Fallback?.Subject)
        .TextIfUsed("NATION_CODE", message => message.Kakao?.NationCode)
        .TextIfUsed("SENDER_KEY", message => message.Kakao?.SenderKey)
        .TextIfUsed("TEMPLATE_CODE", message => message.Kakao?.TemplateCode)
        .TextIfUsed("USER_KEY", message => message.Kakao?.UserKey)
        .TextIfUsed("AD_FLAG", message => message.Kakao?.Advertisement is { } ad ? ad ? "Y" : "N" : null, "Y")
        .TextIfUsed("RE_TYPE", message => message.Fallback is { } fallback ? FallbackType(fallback.Channel) : null)
        .TextIfUsed("RE_BODY", message => message.Fallback?.Text)
        .TextIfUsed("ATTACHED_FILE", Files)
        .TextIfUsed("VXML_FILE", message => message.Voice?.Scenario)
        .NumberIfUsed("COVER_FLAG", message => Flag(message.Fax?.CoverPage), 0)
        .NumberIfUsed("REPLY_FLAG", message => Flag(message.Voice?.AcceptReply), 0)
        .NumberIfUsed("SMS_FLAG", message => Flag(message.Voice?.SmsOnFailure), 0)
        .NumberIfUsed("RETRY_CNT", message => message.Voice?.Retries ?? message.Fax?.Retries)
        .TextIfUsed("CINFO", message => message.SubId)
        .TextIfUsed(OriginCodeColumn, message => hasOriginCode ? message.OriginCode : null)
        .Columns;

    /// <summary>The file with buttons and picture first, then those of an MMS fallback.</summary>
    private static string? Files(OutgoingMessage message)
    {
        string[] names = [.. new[] { message.Kakao?.File }.OfType<string>(), .. message.Attachments];
        return names.Length == 0 ? null : string.Join('|', names);
    }

    private static int? Flag(bool? set) => set == true ? 1 : null;

    /// <summary>A long text is spelled MMS too (docs/internals/vendors/bizppurio.md).</summary>
    private static string FallbackType(Channel channel) => channel switch
    {
        Channel.Sms => "SMS",
        Channel.Lms or Channel.Mms => "MMS",
        _ => throw new NotSupportedException($"Bizppurio cannot fall back to {channel}; it is refused before it comes here."),
    };

    private static int Type(Channel channel) => channel switch
    {
        Channel.Sms => 0,
        Channel.Fax => 2,
        Channel.Voice => 3,
        Channel.Lms or Channel.Mms => 5,
        Channel.AlimTalk => 6,
        Channel.FriendTalk => 7,
    };
}
