using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Asks the nodes that run jobs to run one now. Its engine is never started: it only leaves the wish in the store that all engines share, so a node that serves nothing but HTTP can
/// ask too.
/// </summary>
internal sealed class RunJobNow(JobTable jobs, RecordRuns record, IOptions<StorageOptions> options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Lazy<JobEngine> _engine = new(() => new JobEngine(jobs, record, options, time, loggers));

    /// <summary>The job must be one that some node has scheduled.</summary>
    public Task AskAsync(string name, CancellationToken cancellationToken) => _engine.Value.TriggerAsync(name, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_engine.IsValueCreated)
        {
            await _engine.Value.DisposeAsync();
        }
    }
}
