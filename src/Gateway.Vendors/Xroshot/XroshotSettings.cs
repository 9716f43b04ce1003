using System.Text;

namespace Gateway.Vendors.Xroshot;

/// <summary>How the MCS Agent of an install is set up, as far as it concerns the tables.</summary>
public sealed record XroshotSettings : ProtocolSettings, IReceiveFaxes, IReceiveMessages
{
    private const int MostMentType = 4;
    private const int LongestUserId = 20;

    /// <summary>
    /// <c>USER_ID</c> of the rows: whose messages these are in the agent's statistics. A message's <c>subId</c>
    /// replaces it. Default: <c>gateway</c>. 1 to 20 bytes.
    /// </summary>
    public string UserId { get; init; } = "gateway";

    /// <summary>
    /// The free column that carries the gateway's id; it travels to the report table. Default: <c>RESERVED9</c>.
    /// </summary>
    public string CorrelationColumn { get; init; } = "RESERVED9";

    /// <summary>
    /// The install's table suffix: <c>A</c> or <c>_A</c> for <c>SDK_SMS_SEND_A</c>. Default: none.
    /// </summary>
    public string? TableSuffix { get; init; }

    /// <summary>The suffix as it stands behind a table's name; empty when the install has none.</summary>
    internal string Suffix => string.IsNullOrEmpty(TableSuffix) ? "" : "_" + TableSuffix.TrimStart('_');

    /// <summary>
    /// One report table for ever, or one a month (<c>SDK_SMS_REPORT_2207</c>). Default: <c>fixed</c>.
    /// </summary>
    public XroshotReportTables ReportTables { get; init; } = XroshotReportTables.Fixed;

    /// <summary>
    /// The directory where the agent lays received faxes, as the gateway sees it. Default: none, no faxes are
    /// collected.
    /// </summary>
    public string? ReceiveDirectory { get; init; }

    /// <summary>
    /// Collects the short messages that the agent receives (<c>SDK_SMS_RECEIVE</c>). Default: <c>false</c>.
    /// </summary>
    public bool ReceiveMessages { get; init; }

    /// <summary>
    /// Takes plain text files as fax documents: the manual's samples have one, the list on the vendor's site has none.
    /// Default: <c>false</c>.
    /// </summary>
    public bool TextFax { get; init; }

    /// <summary><c>VOICE_TYPE</c> of calls that are read aloud: 0 female, 1 male. Default: 0. 0 to 1.</summary>
    public int VoiceType { get; init; }

    /// <summary>
    /// <c>MENT_TYPE</c> of calls: 0 the body alone, 1 to 4 with an opening and closing. Default: 0. 0 to 4.
    /// </summary>
    public int MentType { get; init; }

    public override IReadOnlyList<string> QueueTables() => ["SDK_SMS_SEND" + Suffix];

    public override IEnumerable<(string Setting, string? Name)> Names() =>
        [(nameof(CorrelationColumn), CorrelationColumn), (nameof(TableSuffix), TableSuffix is "" ? null : TableSuffix)];

    public override IEnumerable<string> Faults(string at)
    {
        if (VoiceType is < 0 or > 1)
        {
            yield return $"{at}VoiceType is {VoiceType}; it is 0 (female) or 1 (male).";
        }

        if (MentType is < 0 or > MostMentType)
        {
            yield return $"{at}MentType is {MentType}; it is 0 to {MostMentType}.";
        }

        if (Encoding.UTF8.GetByteCount(UserId) is 0 or > LongestUserId)
        {
            yield return $"{at}UserId must have 1 to {LongestUserId} bytes.";
        }
    }
}

/// <summary>Where the MCS Agent writes results.</summary>
public enum XroshotReportTables
{
    /// <summary>One table for ever.</summary>
    Fixed = 0,

    /// <summary>One table a month, named <c>_yymm</c>.</summary>
    Monthly = 1,
}
