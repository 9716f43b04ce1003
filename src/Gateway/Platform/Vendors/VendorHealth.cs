using System.Collections.Frozen;
using Gateway.Platform.Bodies;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Platform.Vendors;

/// <summary>
/// What all nodes agree on about the vendors, as this node last read it: at most two seconds old while the state database answers. Reading it costs nothing, so the hot path may.
/// Before the first look, and for a vendor that nobody has looked at yet, everything counts as well.
/// A look that began before another one and ends after it tells nothing, so that a pause that was answered holds.
/// </summary>
internal sealed class VendorHealth(NpgsqlDataSource source, VendorTable vendors) : ILoop
{
    /// <summary>The weight of a vendor in full health, in percent of its configured share.</summary>
    public const int FullWeight = 100;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private volatile FrozenDictionary<string, Standing> _standings = FrozenDictionary<string, Standing>.Empty;
    private readonly Lock _turn = new();
    private long _begun;
    private long _told;

    public string Name => "vendor-health";

    /// <summary>It finds out for all loops of this node that the state database is back.</summary>
    public TimeSpan LongestPause => TimeSpan.FromSeconds(2);

    public VendorStatus StatusOf(string vendor) => Of(vendor) is { Paused: false } standing ? standing.Status : VendorStatus.Paused;

    /// <summary>The part of its configured share that a vendor gets of new messages, in percent.</summary>
    public int WeightOf(string vendor) => Of(vendor) is { Paused: false } standing ? standing.Weight : 0;

    public bool IsPaused(string vendor) => Of(vendor).Paused;

    /// <summary>What is wrong with a vendor, for people; null while all is well.</summary>
    public string? TroubleOf(string vendor) => Of(vendor) is { Status: not VendorStatus.Up } standing ? standing.Reason : null;

    /// <summary>Reads it now: for those who must not act on what was true a second ago.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var look = Interlocked.Increment(ref _begun);
        await using var command = source.Command("Platform.Vendors.Sql.read-standings");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var standings = new Dictionary<string, Standing>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancellationToken))
        {
            var vendor = reader.Get<string>("vendor");
            vendors.Find(vendor)?.Learned.Learn(
                reader.Find<int?>("text_length"),
                reader.Find<int?>("template_code_length"));
            var status = (VendorStatus)reader.Get<short>("status");
            standings[vendor] = new Standing(
                reader.Get<bool>("paused"),
                status.IsKnown() ? status : VendorStatus.Up,
                reader.Get<short>("weight"),
                reader.Get<string>("reason"));
        }

        var frozen = standings.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        lock (_turn)
        {
            if (look > _told)
            {
                (_told, _standings) = (look, frozen);
                foreach (var vendor in vendors.All)
                {
                    vendor.Hold.Set(IsPaused(vendor.Name));
                }
            }
        }
    }

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return Rest.For(ReadEvery);
    }

    private Standing Of(string vendor) => _standings.GetValueOrDefault(vendor, Standing.Fresh);

    private sealed record Standing(bool Paused, VendorStatus Status, int Weight, string Reason)
    {
        public static Standing Fresh { get; } = new(false, VendorStatus.Up, FullWeight, "");
    }
}
