using Gateway.Acceptance.Rules;
using Gateway.Accounts;
using Gateway.Messages;

namespace Gateway.Acceptance.Batches;

/// <summary>What the uploads of a node share.</summary>
/// <param name="Store">Where messages go.</param>
/// <param name="OptOuts">Who refuses advertisements.</param>
/// <param name="Quota">Of the account.</param>
/// <param name="Quiet">When its advertisements may not leave, behind its pace.</param>
internal sealed record UploadParts(StoreMessages Store, OptOutRules OptOuts, UseQuota Quota, QuietHours Quiet);
