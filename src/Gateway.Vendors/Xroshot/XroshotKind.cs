namespace Gateway.Vendors.Xroshot;

/// <summary>One of the four families of tables, with what only its REPORT_DETAIL has. <c>NULL</c> stands for a column that it lacks.</summary>
internal sealed record XroshotKind(string Name, IReadOnlyList<Channel> Channels)
{
    public static IReadOnlyList<XroshotKind> All { get; } =
    [
        new("SMS", [Channel.Sms]) { TextColumns = ["SMS_MSG", "DEST_TYPE"], TelecomColumn = "TELCOINFO" },
        new("MMS", [Channel.Lms, Channel.Mms]) { TextColumns = ["MSG_TYPE", "MMS_MSG", "CONTENT_COUNT", "CONTENT_DATA"], TelecomColumn = "MOBILE_INFO" },
        new("VMS", [Channel.Voice])
        {
            TextColumns = ["MSG_SUBTYPE", "MENT_TYPE", "VOICE_TYPE", "REPLY_TYPE", "REPLY_COUNT", "TTS_MSG", "ATTACH_FILE", "DEST_TYPE"],
            SecondsColumn = "DURATION",
            ReplyColumn = "REPLIED_DTMF",
            DeliverDateColumn = "NULL",
        },
        new("FMS", [Channel.Fax]) { TextColumns = ["MSG_SUBTYPE", "ATTACH_FILE", "DEST_TYPE"], PagesColumn = "FAX_PAGE" },
    ];

    /// <summary>The columns of the SEND table that only this family has.</summary>
    public required IReadOnlyList<string> TextColumns { get; init; }

    public string TelecomColumn { get; init; } = "NULL";

    public string PagesColumn { get; init; } = "NULL";

    public string SecondsColumn { get; init; } = "NULL";

    public string ReplyColumn { get; init; } = "NULL";

    public string DeliverDateColumn { get; init; } = "DELIVER_DATE";

    /// <summary>The columns of REPORT_DETAIL that are read.</summary>
    public IReadOnlyList<string> DetailColumns =>
    [
        "MSG_ID", "SUBJOB_ID", "RESULT", "TCS_RESULT", "SEND_DATE", "REPORT_RES_DATE", "FEE",
        .. new[] { TelecomColumn, PagesColumn, SecondsColumn, ReplyColumn, DeliverDateColumn }.Where(column => column != "NULL"),
    ];

    public static XroshotKind Of(Channel channel) => All.FirstOrDefault(kind => kind.Channels.Contains(channel))
        ?? throw new NotSupportedException($"Xroshot has no table for {channel}; it is refused before it comes here.");
}
