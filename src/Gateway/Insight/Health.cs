using System.Text.Json.Serialization;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Insight;

/// <summary>Whether this node can work, and what is missing if not.</summary>
internal sealed record HealthView
{
    /// <summary><c>ready</c>, or <c>not_ready</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What is missing for the node to answer requests.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Vendors in trouble, each with what is wrong: its database or tables, or its agent. The gateway accepts messages for them all the same; they wait.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Vendors { get; init; }

    /// <summary>Background loops of this node whose last step failed or stood still. They try again by themselves; <c>GET /v1/jobs</c> says why.</summary>
    public required IReadOnlyList<string> Loops { get; init; }
}

[JsonSerializable(typeof(HealthView))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary><c>GET /health/ready</c>: asks the state database now, because what was true a moment ago helps no load balancer.</summary>
internal sealed class Health(StorageState storage, NpgsqlDataSource source, VendorTable vendors, VendorReadiness readiness, VendorHealth health, LoopTable loops)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IResult> ReadyAsync(CancellationToken cancellationToken)
    {
        var missing = storage.Fault is { } fault ? [fault] : await AskAsync(cancellationToken);
        var view = new HealthView { Status = missing.Count == 0 ? "ready" : "not_ready", Missing = missing, Vendors = Troubles(), Loops = loops.Faulty };
        return Results.Json(view, HealthJson.Default.HealthView, statusCode: missing.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What this node found in a vendor's tables; else what all nodes agree on.</summary>
    private Dictionary<string, IReadOnlyList<string>> Troubles()
    {
        var troubles = new Dictionary<string, IReadOnlyList<string>>(readiness.Problems);
        foreach (var vendor in vendors.All)
        {
            if (health.TroubleOf(vendor.Name) is { } trouble)
            {
                troubles.TryAdd(vendor.Name, [trouble]);
            }
        }

        return troubles;
    }

    private async Task<List<string>> AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(patience.Token);
            return [];
        }
        catch (Exception broken) when (broken is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [$"The state database does not answer: {broken.GetBaseException().Message}"];
        }
    }
}
