using System.Diagnostics.Metrics;
using Gateway.Messages;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// How long the oldest due message of each lane has waited, for those who collect metrics; looked up every few seconds
/// while somebody does. It only reads.
/// </summary>
internal sealed class MeasureLanes : ILoop
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly VendorTable _vendors;
    private readonly GatewayTelemetry _telemetry;
    private readonly TimeProvider _time;
    private volatile IReadOnlyList<Measurement<double>> _waits = [];

    public MeasureLanes(NpgsqlDataSource source, VendorTable vendors, GatewayTelemetry telemetry, TimeProvider time)
    {
        (_source, _vendors, _telemetry, _time) = (source, vendors, telemetry, time);
        telemetry.Meter.CreateObservableGauge(
            "gateway.lane.oldest_waiting",
            () => _waits,
            "s",
            "How long the oldest due message of a lane has waited for its vendor's queue; 0 when none waits.");
    }

    public string Name => "measure-lanes";

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        if (_telemetry.Counts)
        {
            _waits = await LookAsync(cancellationToken);
        }

        return Rest.For(Every);
    }

    private async Task<IReadOnlyList<Measurement<double>>> LookAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await using var command = _source.Command("Dispatch.Sql.oldest-waiting");
        command.Parameters.Add(
            new NpgsqlParameter<string[]>("vendors", [.. _vendors.All.Select(vendor => vendor.Name)]));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        var waits = new List<Measurement<double>>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            waits.Add(Read(reader, now));
        }

        return waits;
    }

    private static Measurement<double> Read(NpgsqlDataReader reader, DateTimeOffset now) => new(
        reader.IsDBNull(2) ? 0 : (now - reader.GetFieldValue<DateTimeOffset>(2)).TotalSeconds,
        new("vendor", reader.GetString(0)),
        new("lane", ((Lane)reader.GetInt16(1)).ToString().ToLowerInvariant()));
}
