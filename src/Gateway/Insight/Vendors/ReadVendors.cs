using System.Collections.Frozen;
using System.Security.Claims;
using Gateway.Accounts;
using Gateway.Insight.Nodes;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Insight.Vendors;

/// <summary><c>GET /v1/vendors</c>, <c>GET /v1/vendors/{name}</c>, and its <c>/pause</c> and <c>/resume</c>.</summary>
internal sealed class ReadVendors(
    VendorTable vendors,
    VendorHealth health,
    CountVendors count,
    CompareNodes nodes,
    NpgsqlDataSource source,
    TimeProvider time)
{
    public async Task<IResult> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var records = await VendorRecord.ReadAsync(source, null, now, cancellationToken);
        var open = await OpenAsync(user, cancellationToken);
        var views = vendors.All.OrderBy(vendor => vendor.Name, StringComparer.Ordinal)
            .Select(vendor => View(vendor, records, open, now).For(user));
        return Results.Json(new VendorList([.. views]), VendorJson.Readable.VendorList);
    }

    public async Task<IResult> GetAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken) =>
        vendors.Find(name) is { } vendor ? await ViewAsync(user, vendor, cancellationToken) : NotFound();

    /// <summary>Stops or resumes the hand-over on all nodes. Safe to repeat.</summary>
    public async Task<IResult> PauseAsync(ClaimsPrincipal user, string name, bool paused, CancellationToken cancellationToken)
    {
        if (vendors.Find(name) is not { } vendor)
        {
            return NotFound();
        }

        await using var command = source.Command("Insight.Vendors.Sql.pause-vendor");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor.Name));
        command.Parameters.Add(new NpgsqlParameter<bool>("paused", paused));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await health.RefreshAsync(cancellationToken);
        return await ViewAsync(user, vendor, cancellationToken);
    }

    private async Task<IResult> ViewAsync(ClaimsPrincipal user, Vendor vendor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var records = await VendorRecord.ReadAsync(source, vendor.Name, now, cancellationToken);
        var open = await OpenAsync(user, cancellationToken);
        return Results.Json(View(vendor, records, open, now).For(user), VendorJson.Readable.VendorView);
    }

    private VendorView View(
        Vendor vendor,
        Dictionary<string, VendorRecord> records,
        IReadOnlyDictionary<string, OpenMessages> open,
        DateTimeOffset now) => VendorView.Of(
            vendor,
            records.GetValueOrDefault(vendor.Name),
            open.GetValueOrDefault(vendor.Name),
            nodes.WarningsOf(vendor),
            now);

    /// <summary>Counted for those alone who may see it.</summary>
    private async Task<IReadOnlyDictionary<string, OpenMessages>> OpenAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        user.Key().IsOperator ? await count.OfAllAsync(cancellationToken) : FrozenDictionary<string, OpenMessages>.Empty;

    private static ProblemResult NotFound() => new(ErrorCode.NotFound, "No vendor of this name is configured.");
}
