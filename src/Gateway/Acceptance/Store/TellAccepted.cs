using Gateway.Acceptance.Rules;
using Gateway.Messages;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>
/// Tells the nodes that hand over for which vendors this one has accepted messages. Its statement stands alone: inside
/// the transaction of the messages it would let all commits of the state database wait for each other. A step that was
/// given up tells twice, which only makes others look once more.
/// </summary>
internal sealed class TellAccepted(NpgsqlDataSource source, MessageSignals signals, VendorTable vendors) : ILoop
{
    /// <summary>Under load others are told so often, and find what is new since.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string[] _vendors = [.. vendors.All.Select(vendor => vendor.Name), AccountRules.TestVendor];

    private readonly Dictionary<string, Task> _beats = [];

    public string Name => "tell-accepted";

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var told = _vendors.Where(vendor => _beats.GetValueOrDefault(vendor) is null or { IsCompleted: true })
            .ToArray();
        foreach (var vendor in told)
        {
            // Before it is told: what comes in the meantime is told the next time.
            _beats[vendor] = signals.Accepted.Next(vendor);
        }

        if (told.Length == 0)
        {
            return Rest.Till(Task.WhenAny(_beats.Values));
        }

        await using var command = source.Command("Acceptance.Store.Sql.tell-accepted");
        command.Parameters.Add(new NpgsqlParameter<string[]>("vendors", told));
        await command.ExecuteNonQueryAsync(cancellationToken);
        return Rest.For(Pause);
    }
}
