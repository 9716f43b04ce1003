using Gateway.Messages;
using Gateway.Vendors;

namespace Gateway.Dispatch;

/// <summary>A message that was claimed, with the uploaded files that must lie before its agent first.</summary>
internal sealed record ClaimedMessage(OutgoingMessage Message, IReadOnlyList<Guid> Attachments, Guid? Scenario)
{
    public required Guid AccountId { get; init; }

    public required MessagePurpose Purpose { get; init; }

    /// <summary>An advertisement whose recipient refuses them by now.</summary>
    public required bool OptedOut { get; init; }

    /// <summary>Its content cannot be decrypted now.</summary>
    public required bool Unreadable { get; init; }

    /// <summary>Its row cannot be understood: nobody can send it, now or later.</summary>
    public bool Damaged { get; init; }

    /// <summary>The trace of its request; null when nobody records it.</summary>
    public byte[]? Trace { get; init; }
}
