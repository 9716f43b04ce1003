using System.Diagnostics.Metrics;
using Gateway.Messages;
using Gateway.Platform.Storage;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>How long the oldest due message of each lane has waited, for those who collect metrics; looked up every few seconds while somebody does.</summary>
internal sealed partial class MeasureLanes : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly VendorTable _vendors;
    private readonly StorageState _storage;
    private readonly GatewayTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger<MeasureLanes> _logger;
    private volatile IReadOnlyList<Measurement<double>> _waits = [];

    public MeasureLanes(NpgsqlDataSource source, VendorTable vendors, StorageState storage, GatewayTelemetry telemetry, TimeProvider time, ILogger<MeasureLanes> logger)
    {
        (_source, _vendors, _storage, _telemetry, _time, _logger) = (source, vendors, storage, telemetry, time, logger);
        telemetry.Meter.CreateObservableGauge("gateway.lane.oldest_waiting", () => _waits, "s", "How long the oldest due message of a lane has waited for its vendor's queue; 0 when none waits.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _storage.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_telemetry.Counts)
            {
                try
                {
                    _waits = await LookAsync(stoppingToken);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.CannotLook(_logger, fault.GetBaseException().Message);
                }
            }

            await Task.Delay(Every, _time, stoppingToken);
        }
    }

    private async Task<IReadOnlyList<Measurement<double>>> LookAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await using var command = _source.Command("Dispatch.Sql.oldest-waiting");
        command.Parameters.Add(new NpgsqlParameter<string[]>("vendors", [.. _vendors.All.Select(vendor => vendor.Name)]));
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

    private static partial class Log
    {
        [LoggerMessage(3060, LogLevel.Warning, "The lanes cannot be measured: {Fault}")]
        public static partial void CannotLook(ILogger logger, string fault);
    }
}
