using System.Globalization;
using Gateway.Accounts;
using Gateway.Messages.Retention;

namespace Gateway.Messages.Repeats;

/// <summary>
/// Makes the marks by which repeated messages are known. The same is: recipient, channel, time that it is reserved for, subject, text and everything else that the recipient gets to see; not sender, vendor, reference or
/// metadata. Called before contents are encrypted. Messages of test keys and real ones never repeat each other.
/// </summary>
internal sealed class MarkMessages(NumberHash hash)
{
    /// <summary>Stands where there is nothing, which is not the same as an empty text.</summary>
    private const string Nothing = "\u0001";

    /// <summary>Null, at once and without any work, for accounts that have neither limit.</summary>
    public ValueTask<RepeatMarks?> MarkAsync(KnownKey caller, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 || (caller.DuplicateWindowSeconds is null && caller.RecipientHourlyCap is null) ? default : HashAsync(caller, messages, cancellationToken);

    private async ValueTask<RepeatMarks?> HashAsync(KnownKey caller, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        var contents = new List<string>(caller.DuplicateWindowSeconds is null ? 0 : messages.Count);
        var recipients = new List<string>(caller.RecipientHourlyCap is null ? 0 : messages.Count);
        var kind = caller.Test ? "test" : "";
        foreach (var message in messages)
        {
            if (caller.DuplicateWindowSeconds is not null)
            {
                contents.Add(await hash.OfAsync(caller.AccountId, Seen(message, kind), cancellationToken));
            }

            if (caller.RecipientHourlyCap is not null)
            {
                recipients.Add(await hash.OfAsync(caller.AccountId, kind + message.Recipient, cancellationToken));
            }
        }

        return new RepeatMarks(caller.DuplicateWindowSeconds, caller.RecipientHourlyCap, contents, recipients);
    }

    /// <summary>No part can hold what stands between them: U+0000 is refused in every field.</summary>
    private static string Seen(NewMessage message, string kind) => string.Join(
        '\0',
        kind,
        message.Recipient,
        message.Channel.ToString(),
        message.ScheduledAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? Nothing,
        message.Subject ?? Nothing,
        message.Body ?? Nothing,
        Details(message.Details) ?? Nothing);

    /// <summary>
    /// Without what the routing rules chose for the second leg: chance must not make two messages of one. Nor does it
    /// matter which letters stood there before others were written.
    /// </summary>
    private static string? Details(string? json)
    {
        if (MessageDetails.FromJson(json) is not { } details || (details.Next is null && details.Replacements is null))
        {
            return json;
        }

        var next = details.Next;
        return (details with
        {
            Replacements = null,
            Next = next is null ? null : next with { Vendor = "", Routed = false, SameVendor = false, ExpireHours = 0, Replacements = null },
        }).ToJson();
    }
}
