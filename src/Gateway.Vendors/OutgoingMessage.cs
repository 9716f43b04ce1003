namespace Gateway.Vendors;

/// <summary>One message to one recipient, checked and ready to become a row. Texts are final: variables are filled in.</summary>
public sealed record OutgoingMessage
{
    /// <summary>The message's id. It travels in the row and comes back with the report.</summary>
    public required Guid Id { get; init; }

    /// <summary>The kind of message; decides the row's type column.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Sender number (발신번호, callback), digits only.</summary>
    public required string From { get; init; }

    /// <summary>Recipient number, digits only.</summary>
    public required string To { get; init; }

    /// <summary>The recipient's name, where the protocol has a place for it.</summary>
    public string? RecipientName { get; init; }

    /// <summary>Subject of an LMS or MMS, title of a fax cover; null where the channel has none.</summary>
    public string? Subject { get; init; }

    /// <summary>The text; null where the channel has none.</summary>
    public string? Text { get; init; }

    /// <summary>Pictures, documents or the sound file, by the names under which <see cref="StagingRules"/> had them staged: they go into the row as they are.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>The vendor's sub-account that is billed, where the install has a column for it.</summary>
    public string? SubId { get; init; }

    /// <summary>The account that is billed instead of the sender's own, where the protocol has one.</summary>
    public string? BillingId { get; init; }

    /// <summary>
    /// The code of the operator that sent first (최초발신사업자), of resellers' accounts: it takes the place of the
    /// install's own. Rows of tables without a column for it go without (<see cref="IVendorQueue.OriginCodeAbsent"/>).
    /// </summary>
    public string? OriginCode { get; init; }

    /// <summary>What AlimTalk and FriendTalk need besides the text.</summary>
    public KakaoContent? Kakao { get; init; }

    /// <summary>What a call needs besides the text.</summary>
    public VoiceContent? Voice { get; init; }

    /// <summary>What a fax needs besides its documents.</summary>
    public FaxContent? Fax { get; init; }

    /// <summary>What the vendor itself sends when this cannot be delivered; null when it shall not.</summary>
    public FallbackContent? Fallback { get; init; }
}
