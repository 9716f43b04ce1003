using System.Collections.Frozen;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Platform.Vendors;

/// <summary>
/// What all nodes agree on about the vendors, as this node last read it: at most two seconds old while the state database answers. Reading it costs nothing, so the hot path may.
/// Before the first look, and for a vendor that nobody has looked at yet, everything counts as well.
/// </summary>
internal sealed partial class VendorHealth(NpgsqlDataSource source, StorageState storage, TimeProvider time, ILogger<VendorHealth> logger) : BackgroundService
{
    /// <summary>The weight of a vendor in full health, in percent of its configured share.</summary>
    public const int FullWeight = 100;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private volatile FrozenDictionary<string, Standing> _standings = FrozenDictionary<string, Standing>.Empty;

    public VendorStatus StatusOf(string vendor) => Of(vendor) is { Paused: false } standing ? standing.Status : VendorStatus.Paused;

    /// <summary>The part of its configured share that a vendor gets of new messages, in percent.</summary>
    public int WeightOf(string vendor) => Of(vendor) is { Paused: false } standing ? standing.Weight : 0;

    public bool IsPaused(string vendor) => Of(vendor).Paused;

    /// <summary>What is wrong with a vendor, for people; null while all is well.</summary>
    public string? TroubleOf(string vendor) => Of(vendor) is { Status: not VendorStatus.Up } standing ? standing.Reason : null;

    /// <summary>Reads it now: for those who must not act on what was true a second ago.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Platform.Vendors.Sql.read-standings");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var standings = new Dictionary<string, Standing>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancellationToken))
        {
            standings[reader.GetString(0)] = new Standing(reader.GetBoolean(1), (VendorStatus)reader.GetInt16(2), reader.GetInt16(3), reader.GetString(4));
        }

        _standings = standings.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Stale(logger, fault.Message);
            }

            await Task.Delay(ReadEvery, time, stoppingToken);
        }
    }

    private Standing Of(string vendor) => _standings.GetValueOrDefault(vendor, Standing.Fresh);

    private sealed record Standing(bool Paused, VendorStatus Status, int Weight, string Reason)
    {
        public static Standing Fresh { get; } = new(false, VendorStatus.Up, FullWeight, "");
    }

    private static partial class Log
    {
        [LoggerMessage(403, LogLevel.Warning, "The vendors' health cannot be read; what was known before holds: {Fault}")]
        public static partial void Stale(ILogger logger, string fault);
    }
}
