using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Starts the job engine when the state database is there, keeps the jobs going, and stops with the process.
/// </summary>
internal sealed partial class JobsHost(
    JobTable jobs,
    JobParts parts,
    IOptions<StorageOptions> options,
    StorageState storage,
    FaultLog faults,
    TimeProvider time,
    ILogger<JobsHost> logger) : BackgroundService
{
    private const string Name = "start";
    private const string ScheduleName = "schedule";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseOfSchedule = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PatienceWithSlices = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PatienceWithEngine = TimeSpan.FromSeconds(4);

    /// <summary>The slices end by the application's own signal, which comes before this.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var stopped = time.GetTimestamp();
        while (jobs.All.Any(job => job.RunsHere) && time.GetElapsedTime(stopped) < PatienceWithSlices)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, CancellationToken.None);
        }

        try
        {
            await parts.Leases.LeaveAsync(cancellationToken);
        }
        catch (Exception fault) when (StateFault.Is(fault))
        {
            // The leases end by themselves.
        }

        await parts.Engine.StopAsync(PatienceWithEngine);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WaitAsync(stoppingToken);
        while (!await TryStartAsync(stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }

        Log.Started(logger, jobs.All.Count);
        await Task.WhenAll(parts.Keeper.RunAsync(logger, stoppingToken), RegisterAsync(stoppingToken));
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        for (var isDone = false; !isDone;)
        {
            try
            {
                await Task.Run(parts.Schedule.Run, cancellationToken);
                isDone = true;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                if (faults.Count(ScheduleName, FaultLog.KindOf(fault)) is not null)
                {
                    Log.CannotRegister(logger, fault.GetBaseException().Message);
                }

                await Task.Delay(PauseOfSchedule, time, cancellationToken);
            }
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await parts.Record.RegisterAsync([.. jobs.Definitions], cancellationToken);
            await parts.Storage.InstallAsync(cancellationToken);
            await Task.Run(parts.Engine.Start, cancellationToken);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (faults.Count(Name, FaultLog.KindOf(fault)) is not null)
            {
                Log.CannotStart(logger, Reason(fault.GetBaseException()));
            }

            return false;
        }
    }

    private string Reason(Exception fault)
    {
        // A schema that one may not use at all looks to the installer as if it were not there.
        if (fault is not PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.DuplicateSchema })
        {
            return fault.Message;
        }

        var connection = new NpgsqlConnectionStringBuilder(options.Value.Gateway);
        return $"{fault.Message}. It needs tables of its own in the schema \"{HangfireStorage.Schema}\" of the state database. Run there, as an administrator: "
            + $"GRANT CREATE ON DATABASE \"{connection.Database}\" TO \"{connection.Username}\"; "
            + $"or, when the schema is there: ALTER SCHEMA \"{HangfireStorage.Schema}\" OWNER TO \"{connection.Username}\";";
    }

    private static partial class Log
    {
        [LoggerMessage(311, LogLevel.Information, "The job engine runs {Count} jobs.")]
        public static partial void Started(ILogger logger, int count);

        [LoggerMessage(312, LogLevel.Warning, "The job engine cannot start yet; it tries again: {Fault}")]
        public static partial void CannotStart(ILogger logger, string fault);

        [LoggerMessage(313, LogLevel.Information, "The job engine cannot store its schedule yet; the jobs run anyway: {Fault}")]
        public static partial void CannotRegister(ILogger logger, string fault);
    }
}

/// <summary>What the host starts and stops.</summary>
internal sealed record JobParts(
    RecordRuns Record,
    LeaseTable Leases,
    HangfireStorage Storage,
    HangfireEngine Engine,
    RegisterSchedule Schedule,
    KeepJobs Keeper);
