using System.Collections.Concurrent;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Dispatch;

/// <summary>
/// The third stage of a hand-over: what was written is recorded while the next batch is written and the one behind it is
/// claimed. One at a time for each vendor.
/// </summary>
internal sealed class RecordWritten(RecordHandOver record, GatewayTelemetry telemetry, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Task> _recordings = new(StringComparer.Ordinal);

    /// <summary>True when what was written last could not be recorded; the next hand-over tells it.</summary>
    public bool HasFailed(string vendor) => _recordings.GetValueOrDefault(vendor) is { IsFaulted: true };

    /// <summary>Throws why what was written last could not be recorded, once.</summary>
    public async Task TellAsync(string vendor)
    {
        if (_recordings.TryGetValue(vendor, out var before) && before.IsFaulted)
        {
            _recordings.TryRemove(vendor, out _);
            await before;
        }
    }

    /// <summary>Begins as soon as the one before has ended. The fault of that one is thrown when this one is on its way.</summary>
    public async Task BeginAsync(Vendor vendor, Claim claimed, IReadOnlyList<OutgoingMessage> messages)
    {
        var before = _recordings.GetValueOrDefault(vendor.Name, Task.CompletedTask);
        await Task.WhenAny(before);
        _recordings[vendor.Name] = RecordAsync(vendor, claimed, messages);
        if (before.IsFaulted)
        {
            await before;
        }
    }

    /// <summary>Waits until what was written is recorded too.</summary>
    public Task FinishAsync(string vendor) => Task.WhenAny(_recordings.GetValueOrDefault(vendor, Task.CompletedTask));

    /// <summary>Nobody waits for what is being recorded: <see cref="ResolveHandOvers"/> finds in the ledger what became of it.</summary>
    public void Forget(string vendor) => _recordings.TryRemove(vendor, out _);

    private async Task RecordAsync(Vendor vendor, Claim claimed, IReadOnlyList<OutgoingMessage> messages)
    {
        using var recording = new CancellationTokenSource(RecordHandOver.Patience, time);
        await record.WrittenAsync(claimed.Id, claimed.Messages.Count, recording.Token);
        telemetry.Tell(vendor, claimed, messages, time.GetUtcNow());
    }
}
