namespace Gateway.Acceptance.Requests;

/// <summary>What a batch says of each of its messages.</summary>
internal static class RequestDefaults
{
    /// <summary>The message with what it leaves out taken from the defaults.</summary>
    public static SendMessageRequest Fill(SendMessageRequest given, SendMessageRequest? defaults) => defaults is null ? given : given with
    {
        Template = given.Template ?? defaults.Template,
        Channel = given.Channel ?? defaults.Channel,
        Vendor = given.Vendor ?? defaults.Vendor,
        From = given.From ?? defaults.From,
        Subject = given.Subject ?? defaults.Subject,
        Text = given.Text ?? defaults.Text,
        Attachments = given.Attachments ?? defaults.Attachments,
        ScheduledAt = given.ScheduledAt ?? defaults.ScheduledAt,
        ExpireHours = given.ExpireHours ?? defaults.ExpireHours,
        Priority = given.Priority ?? defaults.Priority,
        Purpose = given.Purpose ?? defaults.Purpose,
        OnTooLong = given.OnTooLong ?? defaults.OnTooLong,
        OnUnmappable = given.OnUnmappable ?? defaults.OnUnmappable,
        AllowDuplicates = given.AllowDuplicates ?? defaults.AllowDuplicates,
        Reference = given.Reference ?? defaults.Reference,
        Metadata = given.Metadata ?? defaults.Metadata,
        SubId = given.SubId ?? defaults.SubId,
        BillingId = given.BillingId ?? defaults.BillingId,
        Kakao = given.Kakao ?? defaults.Kakao,
        Voice = given.Voice ?? defaults.Voice,
        Fax = given.Fax ?? defaults.Fax,
        Fallback = given.Fallback ?? defaults.Fallback,
    };
}
