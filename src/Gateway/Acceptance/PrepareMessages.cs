using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Templates;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Vendors;

namespace Gateway.Acceptance;

/// <summary>What became of one request before anything was stored.</summary>
/// <param name="Request">With the defaults of its batch and its account.</param>
/// <param name="Messages">One for each recipient, as they would be stored; with faults perhaps not all of them.</param>
/// <param name="Faults">All that is wrong. None: its messages can be stored.</param>
internal sealed record Prepared(SendMessageRequest Request, IReadOnlyList<NewMessage> Messages, List<Fault> Faults);

/// <summary>
/// The first half of accepting (the second is <see cref="StoreMessages"/>), and its order, for a request of its own, a
/// message of a batch and a line of an upload. Until <see cref="KeepFilesAsync"/> nothing is stored and no quota is used:
/// who only wants to know what would become of a request stops before it.
/// </summary>
internal sealed class PrepareMessages(
    SendMessageValidator validator,
    AccountRules rules,
    UseTemplates templates,
    FilesOfRequest files,
    ExpandMessage expand,
    OptOutRules optOuts)
{
    /// <summary>For those who put defaults under a request before they prepare it.</summary>
    public UseTemplates Templates => templates;

    /// <summary>A request of its own. What of its form is wrong stands in its body.</summary>
    public async ValueTask<Prepared> PrepareAsync(
        Body<SendMessageRequest> body, KnownKey caller, CancellationToken cancellationToken)
    {
        if (body.Value is not { } given)
        {
            return new Prepared(new SendMessageRequest(), [], []);
        }

        if (RequestBounds.Faults(given, body.Size) is { Count: > 0 } tooMuch)
        {
            return new Prepared(given, [], [.. tooMuch]);
        }

        List<Fault> faults = [];
        if (given.Template is not null)
        {
            given = await templates.FillAsync(given, caller, faults, "/template", cancellationToken);
        }

        var work = new WorkBudget(WorkBudget.OfRequest, cancellationToken);
        var prepared = await PrepareAsync(given, caller, batchId: null, faults, work, cancellationToken);

        // Nearly every request has one recipient and no advertisement: nothing is made for it.
        if (prepared is { Request.To: { } to, Messages: not ([] or [{ Purpose: MessagePurpose.Transactional }]) })
        {
            await CheckTogetherAsync(
                caller.AccountId, prepared.Messages, PhoneOf(to), prepared.Faults, to.Items.Count, cancellationToken);
        }

        return prepared;
    }

    /// <summary>
    /// One request for itself. Its messages are not compared with each other, nor with the list of opt-outs: that is
    /// done for all that come together.
    /// </summary>
    /// <param name="given">With the defaults of its batch, and with what its template says.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="batchId">Null for a request of its own.</param>
    /// <param name="faults">Goes on with these.</param>
    /// <param name="work">What may be done for it.</param>
    /// <param name="cancellationToken">Ends with the client.</param>
    public async ValueTask<Prepared> PrepareAsync(
        SendMessageRequest given,
        KnownKey caller,
        Guid? batchId,
        List<Fault> faults,
        WorkBudget work,
        CancellationToken cancellationToken)
    {
        var request = AccountRules.WithDefaults(given, caller);
        faults.AddRange(validator.Faults(request));
        await rules.CheckAsync(request, caller, faults, cancellationToken);
        var registered = request.Channel == Channel.AlimTalk
            ? await templates.RegisteredAsync(request, caller, faults, cancellationToken)
            : null;
        var found = await files.FindAsync(request, caller.AccountId, cancellationToken);
        var messages = expand.Expand(request, found, caller, batchId, faults, work, registered);
        return new Prepared(request, AccountRules.Divert(messages, caller), faults);
    }

    /// <summary>The faults that show only where all messages of a request or batch are looked at together.</summary>
    /// <param name="accountId">Whose they are.</param>
    /// <param name="messages">In the order of their recipients.</param>
    /// <param name="pointer">Where the recipient of a message stands.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="most">Faults of a kind.</param>
    /// <param name="cancellationToken">Ends with the client.</param>
    public async ValueTask CheckTogetherAsync(
        Guid accountId,
        IReadOnlyList<NewMessage> messages,
        Func<int, string> pointer,
        List<Fault> faults,
        int most,
        CancellationToken cancellationToken)
    {
        faults.AddRange(DuplicateRecipients.Faults(messages, pointer));
        var optedOut = await optOuts.FindAsync(accountId, messages, cancellationToken);
        faults.AddRange(OptOutRules.Faults(messages, optedOut, pointer).Take(most));
    }

    /// <summary>
    /// Keeps the files of a request without faults for as long as its messages may need them: the one step of preparing
    /// that writes something. A file that was deleted a moment ago is a fault.
    /// </summary>
    /// <param name="prepared">The request.</param>
    /// <param name="accountId">Whose it is.</param>
    /// <param name="cancellationToken">Ends with the client.</param>
    /// <param name="longer">How much later its messages may leave.</param>
    public async ValueTask KeepFilesAsync(
        Prepared prepared, Guid accountId, CancellationToken cancellationToken, TimeSpan longer = default)
    {
        if (prepared.Faults.Count == 0
            && !await files.KeepAsync(prepared.Request, accountId, prepared.Messages, longer, cancellationToken))
        {
            prepared.Faults.Add(new Fault("/attachments", "unknown_file", "A file was deleted a moment ago."));
        }
    }

    /// <summary>Where the phone number of a recipient stands.</summary>
    private static Func<int, string> PhoneOf(RecipientList to) => index => SendMessageValidator.Pointer(to, index, "phone");
}
