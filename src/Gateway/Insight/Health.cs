using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Insight.Nodes;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Loops;
using Gateway.Platform.Vendors;

namespace Gateway.Insight;

/// <summary>
/// Whether this node can work, and what is missing if not. Causes name users, tables and machines, so only an `admin`
/// key of the built-in account sees them.
/// </summary>
internal sealed record HealthView
{
    public static ClosedSet<string> States { get; } = ClosedSet.Of("ready", "not_ready");

    /// <summary><c>ready</c>, or <c>not_ready</c>.</summary>
    [Words(typeof(HealthView), nameof(States))]
    public required string Status { get; init; }

    /// <summary>What is missing for the node to answer requests: <c>state database</c>; for an admin of the built-in account why it cannot be used.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>
    /// Vendors in trouble: <c>down</c>, <c>degraded</c>, or <c>paused</c> besides; for an admin of the built-in account
    /// what is wrong with each, its database or tables, or its agent. The gateway accepts messages for them all the
    /// same; they wait.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Vendors { get; init; }

    /// <summary>
    /// What costs speed or lets single messages fail, by vendor, as this node found it in the tables: missing indexes,
    /// narrow columns, a character set without the letters of Kakao texts. Each with its remedy. Shown to an admin of
    /// the built-in account; empty for others.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Hints { get; init; }

    /// <summary>
    /// What is wrong with this node although it works: <c>clock</c>, <c>settings</c>; for an admin of the built-in
    /// account in sentences, each with its remedy.
    /// </summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Background loops of this node whose last step failed or stood still. They try again by themselves; <c>GET /v1/jobs</c> says why.</summary>
    public required IReadOnlyList<string> Loops { get; init; }
}

[JsonSerializable(typeof(HealthView))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary><c>GET /health/ready</c>: asks the state database now, because what was true a moment ago helps no load balancer.</summary>
internal sealed class Health(
    AskState state,
    VendorTable vendors,
    VendorReadiness readiness,
    VendorHealth health,
    LoopTable loops,
    CompareNodes nodes,
    AdmitCaller admit)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] StateDatabase = ["state database"];

    public async Task<IResult> ReadyAsync(HttpContext context)
    {
        var missing = await state.FaultsAsync(context.RequestAborted);
        var isOperator = await IsOperatorAsync(context);
        context.Response.Headers.CacheControl = "no-store";
        var view = new HealthView
        {
            Status = missing.Count == 0 ? "ready" : "not_ready",
            Missing = missing.Count == 0 || isOperator ? missing : StateDatabase,
            Vendors = isOperator ? Causes() : Troubles(),
            Hints = isOperator ? readiness.Hints : new Dictionary<string, IReadOnlyList<string>>(),
            Warnings = [.. nodes.Warnings.Select(warning => isOperator ? warning.Text : warning.Kind).Distinct()],
            Loops = loops.Faulty,
        };
        return Results.Json(view, HealthJson.Default.HealthView, statusCode: missing.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<bool> IsOperatorAsync(HttpContext context)
    {
        try
        {
            return await admit.IsOperatorAsync(context).WaitAsync(Patience, context.RequestAborted);
        }
        catch (TimeoutException)
        {
            // The database that knows the keys does not answer. A probe must not wait for it.
            return false;
        }
    }

    /// <summary>Which vendors, without a word about their insides.</summary>
    private Dictionary<string, IReadOnlyList<string>> Troubles() => Causes().Keys.ToDictionary(
        name => name,
        IReadOnlyList<string> (name) =>
            [(readiness.Problems.ContainsKey(name) ? VendorStatus.Down : health.StatusOf(name)).Word()]);

    /// <summary>What this node found in a vendor's tables; else what all nodes agree on. A database's words may quote a row: nobody is shown whose number stood in it.</summary>
    private Dictionary<string, IReadOnlyList<string>> Causes()
    {
        var troubles = new Dictionary<string, IReadOnlyList<string>>(readiness.Problems);
        foreach (var vendor in vendors.All)
        {
            if (health.TroubleOf(vendor.Name) is { } trouble)
            {
                troubles.TryAdd(vendor.Name, [trouble]);
            }
        }

        return troubles.ToDictionary(trouble => trouble.Key, IReadOnlyList<string> (trouble) => [.. trouble.Value.Select(text => Mask.Text(text))]);
    }
}
