namespace Gateway.Benchmarks.Idle;

/// <summary>How often a statement was executed.</summary>
/// <param name="Calls">In the window.</param>
/// <param name="Text">Its first 100 characters on one line.</param>
internal sealed record StatementCount(long Calls, string Text);
