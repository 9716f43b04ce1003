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
    /// <param name="caller">Who sends them.</param>
    /// <param name="messages">Of one request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="forLooking">Nothing is stored: no key for the hashes either.</param>
    public ValueTask<RepeatMarks?> MarkAsync(
        KnownKey caller,
        IReadOnlyList<NewMessage> messages,
        CancellationToken cancellationToken,
        bool forLooking = false) =>
        messages.Count == 0 || (caller.DuplicateWindowSeconds is null && caller.RecipientHourlyCap is null)
            ? default
            : HashAsync(caller, messages, forLooking, cancellationToken);

    private async ValueTask<RepeatMarks?> HashAsync(
        KnownKey caller, IReadOnlyList<NewMessage> messages, bool forLooking, CancellationToken cancellationToken)
    {
        var contents = new List<string>(caller.DuplicateWindowSeconds is null ? 0 : messages.Count);
        var recipients = new List<string>(caller.RecipientHourlyCap is null ? 0 : messages.Count);
        var kind = caller.Test ? "test" : "";
        foreach (var message in messages)
        {
            if (caller.DuplicateWindowSeconds is not null)
            {
                contents.Add(await OfAsync($"{kind}\0{SeenContent.Of(message)}"));
            }

            if (caller.RecipientHourlyCap is not null)
            {
                recipients.Add(await OfAsync(kind + message.Recipient));
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

        ValueTask<string> OfAsync(string what) => forLooking
            ? hash.ForLookingAsync(caller.AccountId, what, cancellationToken)
            : hash.OfAsync(caller.AccountId, what, cancellationToken);
    }
}
