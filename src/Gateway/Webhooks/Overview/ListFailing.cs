using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Webhooks.Overview;

/// <summary><c>GET /v1/webhooks/failing</c>: whose endpoints need help, over all accounts.</summary>
internal sealed class ListFailing(NpgsqlDataSource source)
{
    /// <summary>More is counted nowhere: it says the same.</summary>
    private const int MostCounted = 10_000;

    public async Task<IResult> HandleAsync(
        HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        await using var command = source.Command("Webhooks.Sql.list-failing");
        command.Parameters.Add(new NpgsqlParameter<Guid?>("before", NpgsqlDbType.Uuid) { TypedValue = page.Before });
        command.Parameters.Add(new NpgsqlParameter<int>("most", MostCounted));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", page.Size + 1));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<FailingWebhook>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Read(reader));
        }

        var (items, next) = page.Cut(found, webhook => webhook.Id);
        var masked = !context.User.Key().ReadsPii;
        return Results.Json(
            new FailingWebhookList([.. items.Select(webhook => masked ? webhook.Masked() : webhook)], next),
            WebhookJson.Strict.FailingWebhookList);
    }

    private static FailingWebhook Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.Get<Guid>("id"),
        AccountId = reader.Get<Guid>("account_id"),
        Account = reader.Get<string>("account"),
        Url = reader.Get<string>("url"),
        Status = ((WebhookStatus)reader.Get<short>("status")).Word(),
        DisabledReason = reader.Find<string>("disabled_reason"),
        FailingSince = reader.Find<DateTimeOffset?>("failing_since"),
        LastFailure = reader.Find<DateTimeOffset?>("at") is { } at
            ? FailureView.Of(at, reader.Find<short?>("status_code"), reader.Find<string>("error"))
            : null,
        Waiting = reader.Get<long>("waiting"),
    };
}
