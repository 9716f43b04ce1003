using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>An endpoint to be called when something happens.</summary>
internal sealed record CreateWebhookRequest
{
    /// <summary>Where to POST: an http or https URL. Required.</summary>
    [Required]
    public string? Url { get; init; }

    /// <summary>Which events: type names, <c>message.*</c>, or <c>*</c>. Default: all.</summary>
    [Words(typeof(EventPattern), nameof(EventPattern.Words), As = "EventPattern")]
    public List<string>? Events { get; init; }

    /// <summary>Your own words, at most 256 characters.</summary>
    public string? Description { get; init; }

    /// <summary>True: one request carries an array of up to 100 events, for endpoints that get many. Default: false, one event a request.</summary>
    public bool Batch { get; init; }
}

/// <summary><c>POST /v1/webhooks</c>.</summary>
internal sealed class CreateWebhook(
    IdempotentCreate create,
    CreateWebhookValidator validator,
    SigningSecret secrets,
    IOptions<WebhookOptions> options,
    TimeProvider time)
{
    public const int MaxBodyBytes = 64 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await (await BodyReader.ReadAsync(context, WebhookJson.Strict.CreateWebhookRequest, MaxBodyBytes)).CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var patterns = request.Events is { Count: > 0 } given ? given.ToArray() : ["*"];
        var secret = SigningSecret.Create();
        var now = time.GetUtcNow();
        var webhook = new Webhook
        {
            Id = NewId.At(now),
            AccountId = context.User.AccountId(),
            Url = request.Url!, // Checked.
            Description = request.Description,
            Events = patterns,
            EventMask = EventPattern.Mask(patterns),
            Batch = request.Batch,
            Masked = !context.User.Key().ReadsPii,
            Secret = secrets.Protect(secret),
            CreatedAt = now,
            UpdatedAt = now,
        };
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            WebhookView.From(webhook, now) with { Secret = secret }, WebhookJson.Strict.WebhookView);
        return await create.AddAsync(
            context,
            context.User.Key().Acting(),
            body.Hash,
            webhook,
            new KeptAnswer(StatusCodes.Status201Created, answer) { SecretOf = webhook.Id },
            cancellationToken,
            (connection, token) => RefuseAsync(connection, webhook.AccountId, token));
    }

    /// <summary>Requests that come in the same moment may pass it together: the limit keeps events from being multiplied by thousands, not by one more.</summary>
    private async Task<IResult?> RefuseAsync(
        NpgsqlConnection connection, Guid accountId, CancellationToken cancellationToken)
    {
        var most = options.Value.MostPerAccount;
        await using var command = connection.Command("Webhooks.Sql.count-webhooks");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<int>("most", most));
        return await command.ExecuteScalarAsync(cancellationToken) is long count && count >= most
            ? new ProblemResult(ErrorCode.TooManyWebhooks, $"An account may have {most}. Delete one that you no longer need.")
            : null;
    }
}
