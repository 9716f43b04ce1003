using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;

namespace Gateway.Webhooks;

/// <summary>An endpoint to be called when something happens.</summary>
internal sealed record CreateWebhookRequest
{
    /// <summary>Where to POST: an http or https URL. Required.</summary>
    public string? Url { get; init; }

    /// <summary>Which events: type names, <c>message.*</c>, or <c>*</c>. Default: all.</summary>
    public List<string>? Events { get; init; }

    /// <summary>Your own words, at most 256 characters.</summary>
    public string? Description { get; init; }
}

/// <summary><c>POST /v1/webhooks</c>.</summary>
internal sealed class CreateWebhook(IdempotentCreate create, SigningSecret secrets, TimeProvider time)
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxUrl = 2048;
    private const int MaxDescription = 256;
    private const int MaxPatterns = 32;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadAsync(context, WebhookJson.Strict.CreateWebhookRequest, MaxBodyBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (body.Faults.Count > 0)
        {
            return ProblemResult.Malformed(body.Faults);
        }

        var request = body.Value!;
        var faults = Faults(request).ToList();
        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

        var patterns = request.Events is { Count: > 0 } given ? given.ToArray() : ["*"];
        var secret = SigningSecret.Create();
        var now = time.GetUtcNow();
        var webhook = new Webhook
        {
            Id = Guid.CreateVersion7(now),
            AccountId = context.User.AccountId(),
            Url = request.Url!,
            Description = request.Description,
            Events = patterns,
            EventMask = patterns.Aggregate(0L, (mask, pattern) => mask | EventPattern.Mask(pattern)),
            Secret = secrets.Protect(secret),
            CreatedAt = now,
            UpdatedAt = now,
        };
        var answer = JsonSerializer.SerializeToUtf8Bytes(WebhookView.From(webhook) with { Secret = secret }, WebhookJson.Strict.WebhookView);
        return await create.AddAsync(context, webhook.AccountId, body.Hash, webhook, answer, cancellationToken);
    }

    private static IEnumerable<Fault> Faults(CreateWebhookRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Url))
        {
            yield return new Fault("/url", "required", "Give the URL to call.");
        }
        else if (request.Url.Length > MaxUrl || !Uri.TryCreate(request.Url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.Host.Length == 0)
        {
            yield return new Fault("/url", "invalid_url", $"An absolute http or https URL without user name and fragment, at most {MaxUrl} characters.");
        }

        if (request.Events is { Count: > MaxPatterns })
        {
            yield return new Fault("/events", "too_many_entries", $"At most {MaxPatterns}.");
        }

        for (var i = 0; i < Math.Min(request.Events?.Count ?? 0, MaxPatterns); i++)
        {
            if (request.Events![i] is not { } pattern || EventPattern.Mask(pattern) == 0)
            {
                yield return new Fault($"/events/{i}", "unknown_event", $"No event is called so. There are: {string.Join(", ", Messages.EventTypes.All.Select(known => known.Name))}, and patterns such as message.* or *.");
            }
        }

        if (request.Description is { Length: > MaxDescription } || request.Description?.Contains('\0') == true)
        {
            yield return new Fault("/description", "too_long", $"At most {MaxDescription} characters, without U+0000.");
        }
    }
}
