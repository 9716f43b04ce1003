using Gateway.Accounts.OptOuts;
using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Rules;

/// <summary>Advertisements to numbers that have opted out are refused. Asked for all messages of a request or chunk at once.</summary>
internal sealed class OptOutRules(FindOptOuts optOuts)
{
    private static readonly HashSet<string> None = [];

    /// <summary>The numbers that these messages must not go to. Costs nothing when none of them is an advertisement.</summary>
    public async ValueTask<IReadOnlySet<string>> FindAsync(Guid accountId, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        if (!messages.Any(static message => message.Purpose == MessagePurpose.Advertisement))
        {
            return None;
        }

        var numbers = messages.Where(message => message.Purpose == MessagePurpose.Advertisement).Select(message => message.Person).ToList();
        return await optOuts.AmongAsync(accountId, numbers, cancellationToken);
    }

    /// <summary>A fault for each recipient that has opted out. <paramref name="pointer"/>: where a message's recipient stands.</summary>
    public static IEnumerable<Fault> Faults(
        IReadOnlyList<NewMessage> messages, IReadOnlySet<string> optedOut, Func<int, string> pointer)
    {
        for (var i = 0; optedOut.Count > 0 && i < messages.Count; i++)
        {
            if (messages[i].Purpose == MessagePurpose.Advertisement && optedOut.Contains(messages[i].Person))
            {
                yield return new Fault(pointer(i), "opted_out", "This number refuses advertisements (수신거부); see /v1/optouts.");
            }
        }
    }
}
