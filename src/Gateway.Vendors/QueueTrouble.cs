namespace Gateway.Vendors;

/// <summary>What a queue's last attempt to do one thing met, while no later attempt has succeeded.</summary>
/// <param name="Fault">For people: the cause, and the remedy where it is known.</param>
/// <param name="Since">When the first attempt began of those that have failed without a success between them.</param>
/// <param name="At">When the last one failed; a mere try is none.</param>
/// <param name="Answered">
/// The server itself said so. Else nothing was heard of it, and it is worth asking again soon.
/// </param>
public sealed record QueueTrouble(string Fault, DateTimeOffset Since, DateTimeOffset At, bool Answered);
