using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Accounts;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Templates;

/// <summary>
/// Puts what a template says under the fields of what names it, and finds the one that an alimtalk must come from.
/// </summary>
internal sealed class UseTemplates(FindTemplates find)
{
    private const int LongestShown = 64;

    /// <summary>
    /// The request with its template, which it names no more. One that is not found is told, and stays named.
    /// </summary>
    /// <param name="given">A request, or the defaults of many.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="pointer">Where the template is named.</param>
    /// <param name="cancellationToken">Ends with the client.</param>
    public async ValueTask<SendMessageRequest> FillAsync(
        SendMessageRequest given,
        KnownKey caller,
        ICollection<Fault> faults,
        string pointer,
        CancellationToken cancellationToken)
    {
        if (given.Template is not { } name)
        {
            return given;
        }

        if (await find.NamedAsync(caller.AccountId, name, cancellationToken) is not { } template)
        {
            var shown = name.Length > LongestShown ? name[..LongestShown] + "…" : name;
            var detail = $"The account has no template with the name or id '{shown}'. GET /v1/templates lists them; "
                + "make it with POST /v1/templates, or give the fields themselves.";
            faults.Add(new Fault(pointer, "unknown_template", detail));
            return given;
        }

        if (template.Content is not { } content)
        {
            var detail = "This template can no longer be read. Write it again: "
                + "PATCH /v1/templates/{id} with all its fields.";
            faults.Add(new Fault(pointer, "unreadable_template", detail));
            return given;
        }

        return TemplateUnder.Fill(given, template.Channel, content);
    }

    /// <summary>What many messages share, with its template.</summary>
    /// <inheritdoc cref="FillAsync"/>
    public async ValueTask<SharedFields> ShareAsync(
        SendMessageRequest? defaults,
        KnownKey caller,
        ICollection<Fault> faults,
        string pointer,
        CancellationToken cancellationToken) =>
        defaults?.Template is null
            ? new SharedFields(defaults, defaults)
            : new SharedFields(
                defaults with { Template = null },
                await FillAsync(defaults, caller, faults, pointer, cancellationToken));

    /// <summary>The template that an alimtalk must come from; null when none is registered.</summary>
    public async ValueTask<RegisteredAlimTalk?> RegisteredAsync(
        SendMessageRequest request, KnownKey caller, ICollection<Fault> faults, CancellationToken cancellationToken)
    {
        if (request.Kakao is not { SenderKey: { } senderKey, TemplateCode: { } code })
        {
            return null; // Told as missing.
        }

        var (accountId, needed) = (caller.AccountId, caller.EnforceTemplates);
        var registered = (await find.OfCodeAsync(accountId, (senderKey, code), needed, cancellationToken))?.Registered;
        if (registered is null && needed)
        {
            faults.Add(new Fault(
                "/kakao/templateCode",
                "unregistered_template",
                "This account sends only alimtalks that are registered here (enforceTemplates), and none is with this "
                    + "sender key and template code. Register it as Kakao approved it: POST /v1/templates."));
        }

        return registered;
    }
}

/// <summary>What a batch says of each of its messages.</summary>
/// <param name="Own">What stands there itself: for messages that name a template of their own.</param>
/// <param name="Filled">The same with its template: for all others.</param>
internal sealed record SharedFields(SendMessageRequest? Own, SendMessageRequest? Filled)
{
    /// <summary>Those that count for a message as it was given.</summary>
    public SendMessageRequest? For(SendMessageRequest given) => given.Template is null ? Filled : Own;
}
