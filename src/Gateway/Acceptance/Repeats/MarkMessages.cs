using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Messages.Retention;

namespace Gateway.Acceptance.Repeats;

/// <summary>
/// Makes the marks by which repeated messages are known; what is the same says <see cref="SeenContent"/>. Messages of
/// test keys and real ones never repeat each other.
/// </summary>
internal sealed class MarkMessages(NumberHash hash)
{
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
                contents.Add(await hash.OfAsync(caller.AccountId, $"{kind}\0{SeenContent.Of(message)}", cancellationToken));
            }

            if (caller.RecipientHourlyCap is not null)
            {
                recipients.Add(await hash.OfAsync(caller.AccountId, kind + message.Recipient, cancellationToken));
            }
        }

        return new RepeatMarks
        {
            AccountId = caller.AccountId,
            Messages = messages,
            WindowSeconds = caller.DuplicateWindowSeconds,
            HourlyCap = caller.RecipientHourlyCap,
            Contents = contents,
            Recipients = recipients,
        };
    }
}
