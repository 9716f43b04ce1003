using System.Data.Common;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Dispatch;

/// <summary>
/// One loop for each vendor, so that a vendor whose database is away delays nobody else. Any number of processes may run it: claims skip what others hold.
/// </summary>
internal sealed partial class HandOverLoop(
    VendorTable vendors, VendorReadiness readiness, VendorHealth health, HandOver handOver, MessageSignals signals, StorageState storage, IOptions<DispatchOptions> options, TimeProvider time, ILogger<HandOverLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>A vendor's database that comes back is used again within this time.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        await Task.WhenAll(vendors.All.Select(vendor => RunAsync(vendor, stoppingToken)));
        await handOver.FinishAsync();
    }

    private async Task RunAsync(Vendor vendor, CancellationToken stoppingToken)
    {
        var poll = TimeSpan.FromMilliseconds(options.Value.PollMilliseconds);
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var beat = signals.Accepted.Next(vendor.Name);
                var touched = !health.IsPaused(vendor.Name) && await readiness.IsUsableAsync(vendor, stoppingToken) ? await handOver.RunOnceAsync(vendor, stoppingToken) : 0;
                pause = FirstPause;
                if (touched is null)
                {
                    // Only the agent makes room, and it does not tell us.
                    await Task.Delay(poll, time, stoppingToken);
                }
                else if (touched == 0)
                {
                    await Pulse.WaitAsync(beat, poll, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                if (fault is DbException or VendorUnavailableException || UnhandledExceptionHandler.IsStorageFault(fault))
                {
                    Log.Paused(logger, vendor.Name, fault.GetBaseException().Message, pause);
                }
                else
                {
                    Log.Failed(logger, fault, vendor.Name, pause);
                }

                await DelayAsync(pause, stoppingToken);
                pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, pause.TotalSeconds * 2));
            }
        }
    }

    private async Task DelayAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(pause, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The loop ends by its own condition.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3002, LogLevel.Warning, "Hand-over to {Vendor} pauses for {Pause}: {Fault}")]
        public static partial void Paused(ILogger logger, string vendor, string fault, TimeSpan pause);

        [LoggerMessage(3003, LogLevel.Error, "Hand-over to {Vendor} failed. It goes on in {Pause}.")]
        public static partial void Failed(ILogger logger, Exception fault, string vendor, TimeSpan pause);
    }
}
