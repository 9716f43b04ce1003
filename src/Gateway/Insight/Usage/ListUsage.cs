using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Insight.Usage;

/// <summary>What an account has in the gateway now.</summary>
internal sealed record AccountUsage
{
    /// <summary>The account.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Messages that wait in the gateway, for a place in a queue or for their time.</summary>
    public required long Waiting { get; init; }

    /// <summary>Messages in a queue table or in an agent's hands that have not ended.</summary>
    public required long InFlight { get; init; }

    /// <summary>Uploaded files that are kept.</summary>
    public required long Files { get; init; }

    /// <summary>Their size together.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Its webhooks.</summary>
    public required long Endpoints { get; init; }

    /// <summary>Those that only fail; <c>GET /v1/webhooks/failing</c> says how.</summary>
    public required long FailingEndpoints { get; init; }

    /// <summary>Those that are disabled.</summary>
    public required long DisabledEndpoints { get; init; }
}

/// <summary>A page of accounts, newest first.</summary>
internal sealed record AccountUsageList(IReadOnlyList<AccountUsage> Items, string? NextCursor);

[JsonSerializable(typeof(AccountUsageList))]
internal sealed partial class UsageJson : JsonSerializerContext
{
    public static UsageJson Strict { get; } = new(
        new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}

/// <summary><c>GET /v1/accounts/usage</c>: the operator's view over all accounts.</summary>
internal sealed class ListUsage(NpgsqlDataSource source)
{
    public async Task<IResult> HandleAsync(int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        await using var command = source.Command("Insight.Usage.Sql.list-usage");
        command.Parameters.Add(new NpgsqlParameter<Guid?>("before", NpgsqlDbType.Uuid) { TypedValue = page.Before });
        command.Parameters.Add(new NpgsqlParameter<int>("limit", page.Size + 1));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<AccountUsage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Read(reader));
        }

        var (items, next) = page.Cut(found, account => account.Id);
        return Results.Json(new AccountUsageList(items, next), UsageJson.Strict.AccountUsageList);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet(
            "/v1/accounts/usage",
            ([FromServices] ListUsage list, int? limit, string? cursor, CancellationToken cancellationToken) =>
                list.HandleAsync(limit, cursor, cancellationToken))
        .WithTags("Accounts")
        .RequireAuthorization(Scope.Operator)
        .WithName("ListAccountUsage")
        .WithSummary("What each account has in the gateway now, newest account first")
        .WithDescription(
            "For the operator: messages that wait and that are in flight, uploaded files and their size, endpoints "
            + "that fail or are disabled. Counted when it is asked for. What was sent is in "
            + "`GET /v1/stats?groupBy=account`.")
        .Produces<AccountUsageList>()
        .ProducesProblems(400, 401, 403, 503);

    private static AccountUsage Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.Get<Guid>("id"),
        Name = reader.Get<string>("name"),
        Waiting = reader.Get<long>("waiting"),
        InFlight = reader.Get<long>("in_flight"),
        Files = reader.Get<long>("files"),
        FileBytes = reader.Get<long>("bytes"),
        Endpoints = reader.Get<long>("endpoints"),
        FailingEndpoints = reader.Get<long>("failing"),
        DisabledEndpoints = reader.Get<long>("disabled"),
    };
}
