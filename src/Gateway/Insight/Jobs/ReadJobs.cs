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
        var every = TimeSpan.FromMilliseconds(reader.GetInt64(1));
        var startedAt = Time(3);
        var restsUntil = Time(9);
        var failures = reader.GetInt32(6);
        return new JobView
        {
            Name = reader.GetString(0),
            Status = startedAt is null ? JobStatus.Waiting : failures > 0 ? JobStatus.Failing : JobStatus.Ok,
            EverySeconds = every.TotalSeconds,
            Node = reader.IsDBNull(2) ? null : reader.GetString(2),
            LastRunAt = startedAt,
            LastDurationMs = Number(4),
            LastRows = Number(5),
            NextRunAt = restsUntil > startedAt + every ? restsUntil : startedAt + every,
            Failures = failures,
            LastError = reader.IsDBNull(7) ? null : reader.GetString(7),
            LastErrorAt = Time(8),
        };

        DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();

        long? Number(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
    }
}
