using Gateway.Acceptance.DryRuns;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>What a dry run has answered.</summary>
public sealed class Trial
{
    internal Trial(DryRunResponse result, string? faulty = null) => (Result, Faulty) = (result, faulty);

    internal DryRunResponse Result { get; }

    /// <summary>The faulty lines as a file to mend; null: there are none.</summary>
    internal string? Faulty { get; }

    internal bool MaySend => Result is { Refusal: null, Accepted: > 0 };
}
