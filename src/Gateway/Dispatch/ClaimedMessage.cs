using Gateway.Vendors;

namespace Gateway.Dispatch;

/// <summary>A message that was claimed, with the uploaded files that must lie before its agent first.</summary>
internal sealed record ClaimedMessage(OutgoingMessage Message, IReadOnlyList<Guid> Attachments, Guid? Scenario);
