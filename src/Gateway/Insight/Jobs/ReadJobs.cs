using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Insight.Jobs;

/// <summary><c>GET /v1/jobs</c>, <c>GET /v1/jobs/{name}</c> and its <c>/run</c>.</summary>
internal sealed class ReadJobs(NpgsqlDataSource source, RunJobNow run, LoopTable loops)
{
    public async Task<IResult> ListAsync(CancellationToken cancellationToken) =>
        Results.Json(new JobList(await ReadAsync(null, cancellationToken)) { Loops = [.. loops.All.Select(LoopView.Of)] }, JobJson.Readable.JobList);

    public async Task<IResult> GetAsync(string name, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken) is [var job] ? Results.Json(job, JobJson.Readable.JobView) : NotFound();

    /// <summary>Answered when the wish is stored; a node that runs jobs takes it up within a second or so.</summary>
    public async Task<IResult> RunAsync(string name, CancellationToken cancellationToken)
    {
        if (await ReadAsync(name, cancellationToken) is not [var job])
        {
            return NotFound();
        }

        await run.AskAsync(job.Name, cancellationToken);
        return Results.Json(job, JobJson.Readable.JobView, statusCode: StatusCodes.Status202Accepted);
    }

    private static ProblemResult NotFound() => new(ErrorCode.NotFound, "There is no job of this name. GET /v1/jobs lists them.");

    private async Task<IReadOnlyList<JobView>> ReadAsync(string? name, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Jobs.Sql.read-jobs");
        command.Parameters.Add(new NpgsqlParameter<string?>("name", name));
        var jobs = new List<JobView>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            jobs.Add(Read(reader));
        }

        return jobs;
    }

    private static JobView Read(NpgsqlDataReader reader)
    {
        var every = TimeSpan.FromMilliseconds(reader.Get<long>("every_ms"));
        var startedAt = Time("started_at");
        var restsUntil = Time("rests_until");
        var failures = reader.Get<int>("failures");
        return new JobView
        {
            Name = reader.Get<string>("name"),
            Status = startedAt is null ? JobStatus.Waiting : failures > 0 ? JobStatus.Failing : JobStatus.Ok,
            EverySeconds = every.TotalSeconds,
            Node = reader.Find<string>("node"),
            LastRunAt = startedAt,
            LastDurationMs = reader.Find<long?>("duration_ms"),
            LastRows = reader.Find<long?>("rows"),
            NextRunAt = restsUntil > startedAt + every ? restsUntil : startedAt + every,
            Failures = failures,
            LastError = reader.Find<string>("error"),
            LastErrorAt = Time("failed_at"),
        };

        DateTimeOffset? Time(string column) => reader.Find<DateTimeOffset?>(column)?.ToUniversalTime();
    }
}
