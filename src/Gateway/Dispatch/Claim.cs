namespace Gateway.Dispatch;

/// <summary>Messages that a hand-over has taken, with what it went by.</summary>
/// <param name="Id">The hand-over.</param>
/// <param name="Started">When it was begun.</param>
/// <param name="Queue">What stood in the vendor's queue before them.</param>
/// <param name="Messages">In the order in which they enter the queue.</param>
/// <param name="TurnsBefore">Whose turn it was before, lane by lane.</param>
internal sealed record Claim(
    Guid Id,
    DateTimeOffset Started,
    CountedQueue Queue,
    IReadOnlyList<ClaimedMessage> Messages,
    Guid[] TurnsBefore);
