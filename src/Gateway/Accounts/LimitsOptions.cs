using System.ComponentModel.DataAnnotations;

namespace Gateway.Accounts;

/// <summary>The section <c>Limits</c>: requests that one node takes. Counted on each node for itself.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Requests a second with one key, with bursts of twice as many; an account may have its own number. 0: no limit. Default: 0.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Limits:RequestsPerSecond is 0 to 1000000.")]
    public int RequestsPerSecond { get; set; }

    /// <summary>Wrong keys a minute from one address; then it is refused before its key is looked at. 0: no limit. Default: 60.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Limits:WrongKeysPerMinute is 0 to 1000000.")]
    public int WrongKeysPerMinute { get; set; } = 60;
}
