using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>One request of a batch on its way to messages: the same rules as for a request of its own.</summary>
internal sealed class PrepareMessages(SendMessageValidator validator, AccountRules rules, FilesOfRequest files, ExpandMessage expand)
{
    public async ValueTask<IReadOnlyList<NewMessage>> PrepareAsync(SendMessageRequest given, SendMessageRequest? defaults, KnownKey caller, Guid batchId, List<Fault> faults, WorkBudget work, CancellationToken cancellationToken)
    {
        var request = AccountRules.WithDefaults(Fill(given, defaults), caller);
        faults.AddRange(validator.Faults(request));
        await rules.CheckAsync(request, caller, faults, cancellationToken);
        var found = await files.FindAsync(request, caller.AccountId, cancellationToken);
        var messages = AccountRules.Divert(expand.Expand(request, found, caller, batchId, faults, work), caller);
        if (faults.Count == 0 && !await files.KeepAsync(request, caller.AccountId, messages, cancellationToken))
        {
            faults.Add(new Fault("/attachments", "unknown_file", "A file was deleted a moment ago."));
        }

        return faults.Count == 0 ? messages : [];
    }

    /// <summary>Variables that the message with its defaults does not use. Without variables the message is not filled once more.</summary>
    public static IEnumerable<Fault> Unused(
        SendMessageRequest given, SendMessageRequest? defaults, IReadOnlySet<string>? fieldsOfTable, string remedy) =>
        UnusedVariables.AreThere(given) ? UnusedVariables.Of(Fill(given, defaults), fieldsOfTable, remedy) : [];

    /// <summary>The message with what it leaves out taken from the defaults.</summary>
    public static SendMessageRequest Fill(SendMessageRequest given, SendMessageRequest? defaults) => defaults is null ? given : given with
    {
        Channel = given.Channel ?? defaults.Channel,
        Vendor = given.Vendor ?? defaults.Vendor,
        From = given.From ?? defaults.From,
        Subject = given.Subject ?? defaults.Subject,
        Text = given.Text ?? defaults.Text,
        Attachments = given.Attachments ?? defaults.Attachments,
        ScheduledAt = given.ScheduledAt ?? defaults.ScheduledAt,
        ExpireHours = given.ExpireHours ?? defaults.ExpireHours,
        Priority = given.Priority ?? defaults.Priority,
        Purpose = given.Purpose ?? defaults.Purpose,
        OnTooLong = given.OnTooLong ?? defaults.OnTooLong,
        OnUnmappable = given.OnUnmappable ?? defaults.OnUnmappable,
        AllowDuplicates = given.AllowDuplicates ?? defaults.AllowDuplicates,
        Reference = given.Reference ?? defaults.Reference,
        Metadata = given.Metadata ?? defaults.Metadata,
        SubId = given.SubId ?? defaults.SubId,
        BillingId = given.BillingId ?? defaults.BillingId,
        Kakao = given.Kakao ?? defaults.Kakao,
        Voice = given.Voice ?? defaults.Voice,
        Fax = given.Fax ?? defaults.Fax,
        Fallback = given.Fallback ?? defaults.Fallback,
    };
}
