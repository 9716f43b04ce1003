using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>What the uploads of a node share.</summary>
/// <param name="Store">Where messages go.</param>
/// <param name="OptOuts">Who refuses advertisements.</param>
/// <param name="Quiet">When its advertisements may not leave, behind its pace.</param>
internal sealed record UploadParts(IStoreParts Store, OptOutRules OptOuts, QuietHours Quiet)
{
    /// <summary>Nothing is stored.</summary>
    public bool AreDry => Store is DryRun;

    /// <summary>Is told the faults of each line that is rejected.</summary>
    public Action<IReadOnlyList<Fault>>? Rejected { get; init; }
}
