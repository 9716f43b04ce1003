using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Webhooks;

/// <summary>What to change of an endpoint; fields that you omit stay as they are.</summary>
internal sealed record ChangeWebhookRequest
{
    private string? _description;

    /// <summary>Where to POST.</summary>
    public string? Url { get; init; }

    /// <summary>Which events from now on. An empty list means all.</summary>
    [Words(typeof(EventPattern), nameof(EventPattern.Words), As = "EventPattern")]
    public List<string>? Events { get; init; }

    /// <summary>Your own words; <c>null</c> takes them away.</summary>
    public string? Description
    {
        get => _description;
        set => (_description, HasDescription) = (value, true);
    }

    /// <summary>One request carries an array of up to 100 events.</summary>
    public bool? Batch { get; init; }

    /// <summary><c>enabled</c> sends what was kept; <c>disabled</c> keeps events until it is enabled.</summary>
    [Words(typeof(WebhookStatus))]
    public string? Status { get; init; }

    /// <summary>Tells null from nothing.</summary>
    [JsonIgnore]
    public bool HasDescription { get; private set; }
}

/// <summary><c>PATCH /v1/webhooks/{id}</c>.</summary>
internal sealed class ChangeWebhook(
    NpgsqlDataSource source,
    ChangeWebhookValidator validator,
    ReadWebhooks read,
    MessageSignals signals,
    TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var body = await (await BodyReader.ReadAsync(context, WebhookJson.Strict.ChangeWebhookRequest, CreateWebhook.MaxBodyBytes)).CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        if (!await ChangeAsync(context.User.Key(), id, request, cancellationToken))
        {
            return ReadWebhooks.NotFound();
        }

        signals.Events.Beat();
        return await read.GetAsync(context, id, cancellationToken);
    }

    private async Task<bool> ChangeAsync(
        KnownKey key, Guid id, ChangeWebhookRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        string[]? patterns = request.Events is null ? null : request.Events.Count == 0 ? ["*"] : [.. request.Events];
        var status = ClosedSet.Of<WebhookStatus>().Find(request.Status);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var change = Sql.BatchCommand("Webhooks.Sql.change-webhook");
        change.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        change.Parameters.Add(new NpgsqlParameter<Guid>("account_id", key.AccountId));
        change.Parameters.Add(new NpgsqlParameter<bool>("masked", !key.ReadsPii));
        change.Parameters.Add(new NpgsqlParameter<string?>("url", NpgsqlDbType.Text) { TypedValue = request.Url });
        change.Parameters.Add(
            new NpgsqlParameter<string[]?>("events", NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = patterns });
        change.Parameters.Add(
            new NpgsqlParameter<long?>("event_mask", patterns is null ? null : EventPattern.Mask(patterns)));
        change.Parameters.Add(new NpgsqlParameter<bool?>("batch", request.Batch));
        change.Parameters.Add(new NpgsqlParameter<bool>("has_description", request.HasDescription));
        change.Parameters.Add(
            new NpgsqlParameter<string?>("description", NpgsqlDbType.Text) { TypedValue = request.Description });
        change.Parameters.Add(new NpgsqlParameter<short?>("status", (short?)status));
        change.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        batch.BatchCommands.Add(change);
        if (status == WebhookStatus.Enabled || request.Batch is not null)
        {
            var release = Sql.BatchCommand("Webhooks.Sql.release-deliveries");
            release.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
            release.Parameters.Add(new NpgsqlParameter<Guid>("account_id", key.AccountId));
            release.Parameters.Add(new NpgsqlParameter<bool>("enabled", status == WebhookStatus.Enabled));
            release.Parameters.Add(new NpgsqlParameter<bool>("regroup", request.Batch is not null));
            release.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            batch.BatchCommands.Add(release);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return change.RecordsAffected == 1;
    }
}
