using Gateway.Platform.Numbers;
using Gateway.Vendors;

namespace Gateway.Messages;

/// <summary>A message that is about to be stored: one recipient, everything checked and filled in.</summary>
internal sealed record NewMessage
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid BatchId { get; init; }

    public required Channel Channel { get; init; }

    public required string Vendor { get; init; }

    /// <summary>The gateway chose the vendor, so it may choose another one when that is down.</summary>
    public bool Routed { get; init; }

    /// <summary>The trace of its request; null when nobody records it.</summary>
    public byte[]? Trace { get; init; }

    public required string Sender { get; init; }

    public required string Recipient { get; init; }

    /// <summary>The country of a Kakao recipient who is not in Korea. Stored in its details.</summary>
    public string? NationCode { get; init; }

    /// <summary>Who it goes to, as lists of those who refuse messages have them.</summary>
    public string Person => NationCode is null || Recipient.Length == 0
        ? Recipient
        : PhoneNumber.PersonAbroad(Recipient, NationCode);

    public string? RecipientName { get; init; }

    public string? Subject { get; init; }

    public string? Body { get; init; }

    public required Lane Priority { get; init; }

    public string? Reference { get; init; }

    public string? Metadata { get; init; }

    public string? SubId { get; init; }

    public string? BillingId { get; init; }

    /// <summary>The stored form of <see cref="MessageDetails"/>.</summary>
    public string? Details { get; init; }

    /// <summary>Letters that were replaced; they stand in its details too. Null: none.</summary>
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required MessageStatus Status { get; init; }

    public MessagePurpose Purpose { get; init; }

    /// <summary>The same content may go to the same recipient twice in its request or batch. Not stored.</summary>
    public bool AllowsDuplicates { get; init; }

    /// <summary>It was to be an SMS, was too long for one, and is an LMS. Not stored.</summary>
    public bool IsUpgraded { get; init; }

    /// <summary>The gateway sends a fallback when it fails.</summary>
    public bool FallsBack { get; init; }

    /// <summary>The end of the quiet hours that it was meant for; null when it was not.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Its batch is held: it is due when that is released.</summary>
    public bool IsHeld { get; init; }

    /// <summary>From when on it may enter the vendor's queue.</summary>
    public DateTimeOffset DueAt => HeldUntil ?? ScheduledAt ?? CreatedAt;

    /// <summary>The same, as its work says it.</summary>
    public DateTimeOffset WorkDueAt => IsHeld ? InflightMessage.HeldDue : DueAt;

    /// <summary>When its work expires: a held one lives as long as another after its release.</summary>
    public DateTimeOffset WorkExpiresAt => IsHeld ? InflightMessage.HeldDue + (ExpiresAt - DueAt) : ExpiresAt;
}
