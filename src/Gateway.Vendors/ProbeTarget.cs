namespace Gateway.Vendors;

/// <summary>A message to look up wherever its row may be.</summary>
/// <param name="MessageId">The id that travels in the row.</param>
/// <param name="QueuedAt">
/// When its row was written; log tables of older periods (less one, because manuals do not say which date names a
/// table) are not searched.
/// </param>
public readonly record struct ProbeTarget(Guid MessageId, DateTimeOffset QueuedAt);
