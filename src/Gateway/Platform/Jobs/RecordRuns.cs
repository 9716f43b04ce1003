using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Platform.Jobs;

/// <summary>One run of a job.</summary>
internal sealed record JobRun(RecurringJob Job, DateTimeOffset StartedAt, TimeSpan Duration, int Rows)
{
    /// <summary>Runs that failed one after the other, this one included.</summary>
    public int Failures { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>The wish for a run that this one answers.</summary>
    public DateTimeOffset? Answered { get; init; }
}

/// <summary>Keeps what became of the jobs' runs where every node can read it.</summary>
internal sealed class RecordRuns(NpgsqlDataSource source)
{
    private const int MostOfError = 1000;

    public async Task RegisterAsync(IReadOnlyCollection<RecurringJob> jobs, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Platform.Jobs.Sql.register-jobs");
        command.Parameters.Add(new NpgsqlParameter<string[]>("names", [.. jobs.Select(job => job.Name)]));
        command.Parameters.Add(
            new NpgsqlParameter<long[]>("every_ms", [.. jobs.Select(job => (long)job.Every.TotalMilliseconds)]));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task SaveAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Platform.Jobs.Sql.record-run");
        command.Parameters.Add(new NpgsqlParameter<string>("name", run.Job.Name));
        command.Parameters.Add(new NpgsqlParameter<long>("every_ms", (long)run.Job.Every.TotalMilliseconds));
        command.Parameters.Add(new NpgsqlParameter<string>("node", NodeName.Current));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("started_at", run.StartedAt));
        command.Parameters.Add(new NpgsqlParameter<long>("duration_ms", (long)run.Duration.TotalMilliseconds));
        command.Parameters.Add(new NpgsqlParameter<long>("rows", run.Rows));
        command.Parameters.Add(new NpgsqlParameter<int>("failures", run.Failures));
        command.Parameters.Add(new NpgsqlParameter<string?>("error", Shown(run.Error)));
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset?>("failed_at", run.Error is null ? null : run.StartedAt + run.Duration));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?>("rests_until", run.RestsUntil));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?>("answered", run.Answered));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A database that refuses a row may say whose number stood in it.</summary>
    private static string? Shown(string? error) =>
        error is null ? null : Mask.Text(error is { Length: > MostOfError } ? error[..MostOfError] : error);
}
