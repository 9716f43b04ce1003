using System.ComponentModel.DataAnnotations;

namespace Gateway.Dispatch;

/// <summary>The section <c>Dispatch</c>.</summary>
internal sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>Messages of one hand-over. Default: 1,000. 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "Dispatch:BatchSize is 1 to 10000.")]
    public int BatchSize { get; set; } = 1000;

    /// <summary>
    /// Pause in milliseconds before the gateway looks again: at an agent's queue that is full, and at waiting messages
    /// while nodes that only accept cannot be heard. Where they can be heard and nothing is due, it looks once a
    /// second, or after this pause if that is longer. Default: 200. 10 to 60,000.
    /// </summary>
    [Range(10, 60_000, ErrorMessage = "Dispatch:PollMilliseconds is 10 to 60000.")]
    public int PollMilliseconds { get; set; } = 200;

    /// <summary>How often a node looks for what is due without a word.</summary>
    internal TimeSpan LooksEvery => TimeSpan.FromMilliseconds(Math.Max(1000, PollMilliseconds));

    /// <summary>
    /// Age in seconds at which an undecided hand-over is looked up in the vendor's ledger, because its process may be
    /// dead. Default: 15. 1 to 3,600.
    /// </summary>
    [Range(1, 3600, ErrorMessage = "Dispatch:ResolveAfterSeconds is 1 to 3600.")]
    public int ResolveAfterSeconds { get; set; } = 15;
}
