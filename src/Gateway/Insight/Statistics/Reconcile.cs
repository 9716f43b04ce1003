using System.Data.Common;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Insight.Statistics;

/// <summary><c>GET /v1/stats/reconciliation</c>: what became of each vendor's messages, day by day, beside what its agent counted itself.</summary>
internal sealed partial class Reconcile(NpgsqlDataSource source, VendorTable vendors, IOptions<GatewayOptions> gateway, TimeProvider time, ILogger<Reconcile> logger)
{
    /// <summary>A vendor's database that does not answer within this time leaves its figures out, and nobody else's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IResult> HandleAsync(HttpContext context, string? from, string? to, string? vendor, CancellationToken cancellationToken)
    {
        if (StatisticsQuery.Read(context, from, to, "day", null, time.GetUtcNow(), out var query) is { } refused)
        {
            return refused;
        }

        var asked = vendors.All.Where(known => known.Counters is not null && (vendor is null || known.Name == vendor)).ToList();
        var counting = asked.ConvertAll(known => CountersAsync(known, query, cancellationToken));
        var items = (await ReadAsync(query, vendor, cancellationToken)).ToDictionary(item => (item.Day, item.Vendor));
        var unavailable = new List<string>();
        foreach (var (known, days) in asked.Zip(await Task.WhenAll(counting)))
        {
            if (days is null)
            {
                unavailable.Add(known.Name);
            }

            foreach (var day in days ?? [])
            {
                var item = items.GetValueOrDefault((day.Day, known.Name)) ?? new ReconciliationItem { Day = day.Day, Vendor = known.Name };
                items[(day.Day, known.Name)] = item with { VendorCounters = new VendorCounters(day.Total, day.Succeeded) };
            }
        }

        var view = new ReconciliationView([.. items.Values.OrderBy(item => item.Day).ThenBy(item => item.Vendor, StringComparer.Ordinal)], unavailable);
        return Results.Json(view, StatisticsJson.Readable.ReconciliationView);
    }

    /// <summary>Null when they could not be read; empty where the install has no counters.</summary>
    private async Task<IReadOnlyList<CountedDay>?> CountersAsync(Vendor vendor, StatisticsQuery query, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await vendor.Counters!.ReadAsync(query.From, query.To, patience.Token) ?? []; // Only vendors with counters are asked.
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is DbException or OperationCanceledException or TimeoutException or IOException)
        {
            Log.NotRead(logger, vendor.Name, fault.GetBaseException().Message);
            return null;
        }
    }

    private async Task<List<ReconciliationItem>> ReadAsync(StatisticsQuery query, string? vendor, CancellationToken cancellationToken)
    {
        if (vendor?.Contains('\0') == true)
        {
            return []; // No text in the database holds it, and no vendor is called so.
        }

        await using var command = source.Command("Insight.Statistics.Sql.reconcile");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", query.From));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("to", query.To));
        command.Parameters.Add(new NpgsqlParameter<string>("zone", gateway.Value.TimeZone));
        command.Parameters.Add(new NpgsqlParameter<string?>("vendor", NpgsqlDbType.Text) { TypedValue = vendor });
        command.Parameters.Add(new NpgsqlParameter<short>("delivered", (short)MessageStatus.Delivered));
        command.Parameters.Add(new NpgsqlParameter<short>("failed", (short)MessageStatus.Failed));
        command.Parameters.Add(new NpgsqlParameter<short>("expired", (short)MessageStatus.Expired));
        command.Parameters.Add(new NpgsqlParameter<short>("canceled", (short)MessageStatus.Canceled));
        command.Parameters.Add(new NpgsqlParameter<short>("submit_expired", (short)ResultCatalogue.SubmitExpired));
        var items = new List<ReconciliationItem>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(Item(reader));
        }

        return items;
    }

    private static ReconciliationItem Item(NpgsqlDataReader reader) => new()
    {
        Day = reader.Get<DateTimeOffset>("day"),
        Vendor = reader.Get<string>("vendor"),
        Accepted = reader.Get<long>("accepted"),
        Withdrawn = reader.Get<long>("withdrawn"),
        Waiting = reader.Get<long>("waiting"),
        Reported = reader.Get<long>("reported"),
        Expired = reader.Get<long>("expired"),
    };

    private static partial class Log
    {
        [LoggerMessage(6012, LogLevel.Warning, "The counters of {Vendor}'s agent could not be read: {Fault}")]
        public static partial void NotRead(ILogger logger, string vendor, string fault);
    }
}
