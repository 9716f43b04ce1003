using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Hangfire's server on this node: workers, the schedule of the recurring jobs, and the upkeep of its tables. One
/// worker for each job, so that none waits for another; an idle one asks the state database once a minute.
/// </summary>
internal sealed class HangfireEngine(HangfireStorage storage, JobTable jobs, JobActivator activator) : IDisposable
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>What a stopping worker may still write.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    private readonly JobFilterProviderCollection _filters = new(
        new JobFilterCollection { new ForgetFailedStarts(), new StatisticsHistoryAttribute() });
    private BackgroundProcessingServer? _server;

    public void Start() => StartServer();

    /// <summary>Puts a job in the queue that the workers of all nodes share.</summary>
    public void Enqueue(string name) =>
        new BackgroundJobClient(storage.Storage, _filters).Create(JobOf(name), new EnqueuedState());

    /// <summary>A new server, when the old one does nothing. Runs of the old go on to their end.</summary>
    public void Renew()
    {
        _server?.SendStop();
        StartServer();
    }

    /// <summary>Slices must have been told to end.</summary>
    public async Task StopAsync(TimeSpan atMost)
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            server.SendStop();
            await Task.Run(() => server.WaitForShutdown(atMost));
            server.Dispose();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _server, null)?.Dispose();

    public static Job JobOf(string name) => Job.FromExpression<RunRecurringJob>(run => run.RunAsync(name));

    public IBackgroundJobFactory NewFactory() => new BackgroundJobFactory(_filters);

    private void StartServer()
    {
        var performer = new BackgroundJobPerformer(_filters, activator, TaskScheduler.Default);
        var worker = new Worker(["default"], performer, new BackgroundJobStateChanger(_filters));
        var schedule = new RecurringJobScheduler(NewFactory(), TimeSpan.FromMinutes(1), new DefaultTimeZoneResolver());
        _server = new BackgroundProcessingServer(
            storage.Storage,
            [worker.UseBackgroundPool(jobs.All.Count + 1), schedule.UseBackgroundPool(1)],
            new Dictionary<string, object> { ["Queues"] = new[] { "default" }, ["WorkerCount"] = jobs.All.Count + 1 },
            new BackgroundProcessingServerOptions
            {
                ServerName = NodeName.Current.Replace('/', '-'),
                RetryDelay = static attempt => TimeSpan.FromSeconds(Math.Min(attempt, LongestRetryDelay.TotalSeconds)),
                RestartDelay = LongestRetryDelay,
                HeartbeatInterval = TimeSpan.FromMinutes(1),
                ServerTimeout = TimeSpan.FromMinutes(10),
                ServerCheckInterval = TimeSpan.FromMinutes(5),

                // Nobody aborts a run by the dashboard: leases end runs.
                CancellationCheckInterval = TimeSpan.FromMinutes(15),
                ShutdownTimeout = ShutdownTimeout,
            });
    }
}
