using Gateway.Messages;

namespace Gateway.Dispatch;

/// <summary>A message that was claimed, as its work row has it.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Lane">The lane in which it waited.</param>
/// <param name="Turn">
/// The place of its account among those that a fair claim served in its lane, from 1; 0 when messages were taken in the
/// order of arrival.
/// </param>
/// <param name="DueAt">When it was due.</param>
internal readonly record struct ClaimedRow(Guid MessageId, Guid AccountId, Lane Lane, int Turn, DateTimeOffset DueAt);
