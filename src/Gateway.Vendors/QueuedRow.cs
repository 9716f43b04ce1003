namespace Gateway.Vendors;

/// <summary>
/// A message that was handed over: which of its rows is meant is told by the hand-over that wrote it.
/// </summary>
/// <param name="MessageId">The message.</param>
/// <param name="HandOverId">The hand-over that put it into the queue table.</param>
public readonly record struct QueuedRow(Guid MessageId, Guid HandOverId);
