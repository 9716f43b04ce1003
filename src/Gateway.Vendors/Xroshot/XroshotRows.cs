using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary>Jobs as rows of the SEND tables.</summary>
internal sealed class XroshotRows(XroshotSettings settings)
{
    /// <summary>The highest key on a telephone.</summary>
    private const int HighestKey = 9;

    /// <summary>In the SEND tables of SMS and MMS of newer agents; the manual's do not have it.</summary>
    public const string OriginCodeColumn = "KISA_ORIG_CODE";

    /// <param name="kind">The family of tables.</param>
    /// <param name="jobs">The rows.</param>
    /// <param name="now">By the agent's clock.</param>
    /// <param name="hasOriginCode">The family's table has <see cref="OriginCodeColumn"/>.</param>
    public IReadOnlyList<Column> Columns(
        XroshotKind kind, IReadOnlyList<XroshotJob> jobs, string now, bool hasOriginCode)
    {
        var byFirst = jobs.ToDictionary(job => job.First.Id);
        var rows = new Rows([.. jobs.Select(job => job.First)])
            .Text("USER_ID", message => message.SubId ?? settings.UserId)

            // Reservations are the gateway's own, so a row is always for now; SEND_DATE must be there all the same.
            .Same("SCHEDULE_TYPE", 0)
            .TextIfUsed("SUBJECT", message => message.Subject)
            .Same("NOW_DATE", now)
            .Same("SEND_DATE", now)
            .Text("CALLBACK", message => message.From)
            .Number("DEST_COUNT", message => byFirst[message.Id].Messages.Count)
            .Text("DEST_INFO", message => byFirst[message.Id].Recipients)

            // NULL is one's own account; '' in the manual's samples.
            .TextIfUsed("CDR_ID", message => message.BillingId)
            .TextIfUsed(OriginCodeColumn, message => hasOriginCode ? message.OriginCode : null)
            .Text(settings.CorrelationColumn, message => Rows.Key(message.Id));
        return (kind.Name switch
        {
            "SMS" => rows.Same("DEST_TYPE", 0).Text("SMS_MSG", message => message.Text),
            "MMS" => Mms(rows),
            "VMS" => Voice(rows),
            _ => Fax(rows),
        }).Columns;
    }

    private static Rows Mms(Rows rows) => rows
        .Same("MSG_TYPE", 0)
        .Text("MMS_MSG", message => message.Text)
        .Number("CONTENT_COUNT", message => message.Attachments.Count)
        .Text("CONTENT_DATA", message => string.Join('|', message.Attachments.Select(name => $"{name}^1^0")));

    private Rows Voice(Rows rows) => rows
        .Same("DEST_TYPE", 0)
        .Number("MSG_SUBTYPE", VoiceType)
        .Same("MENT_TYPE", settings.MentType)
        .Same("VOICE_TYPE", settings.VoiceType)
        .NumberIfUsed("REPLY_TYPE", message => message.Voice?.AcceptReply == true ? 1 : null, 0)
        .NumberIfUsed("REPLY_COUNT", message => message.Voice?.AcceptReply == true ? HighestKey : null, 0)
        .TextIfUsed("TTS_MSG", message => VoiceType(message) == TextToSpeech ? message.Text : null)

        // Some installs have it NOT NULL, so a text has an empty one.
        .Text("ATTACH_FILE", message => message.Voice?.ServerFile ?? message.Voice?.Scenario ?? string.Join('|', message.Attachments));

    private const int TextToSpeech = 30;

    private static int? VoiceType(OutgoingMessage message) => message switch
    {
        { Voice.ServerFile: not null } => 33,
        { Voice.Scenario: not null } => 32,
        { Attachments.Count: > 0 } => 31,
        _ => TextToSpeech,
    };

    private static Rows Fax(Rows rows) => rows
        .Same("DEST_TYPE", 0)
        .Number("MSG_SUBTYPE", message => message.Fax?.ServerFile is null ? 20 : 21)
        .Text("ATTACH_FILE", message => message.Fax?.ServerFile ?? string.Join(';', message.Attachments));
}
