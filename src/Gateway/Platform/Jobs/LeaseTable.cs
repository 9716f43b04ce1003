using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Platform.Jobs;

/// <summary>Who holds a job, as the state database knows it.</summary>
/// <param name="Name">Of the job.</param>
/// <param name="Holder">The node that holds it, dead or alive.</param>
/// <param name="IsHeld">Its holder lives.</param>
/// <param name="DueAt">No run before, unless somebody asks; null: now.</param>
/// <param name="AskedAt">Somebody asked for a run, and none has answered.</param>
internal sealed record JobLease(string Name, Guid? Holder, bool IsHeld, DateTimeOffset? DueAt, DateTimeOffset? AskedAt);

/// <summary>
/// The leases in <c>gateway.jobs</c>. They are counted by the state database's clock alone, so that nodes' clocks may
/// differ.
/// </summary>
internal sealed class LeaseTable(NpgsqlDataSource source, NodeLease node)
{
    /// <summary>
    /// A sign of life that is not taken in this time has failed: the lease would be over before the next.
    /// </summary>
    private const int Seconds = 3;

    /// <summary>This node lives; what are the jobs?</summary>
    public async Task<IReadOnlyList<JobLease>> KeepAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("keep");
        command.CommandTimeout = Seconds;
        command.Parameters.Add(new NpgsqlParameter<string>("name", NodeName.Current));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("lives", NodeLease.Lives));
        var leases = new List<JobLease>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            leases.Add(Read(reader));
        }

        return leases;
    }

    /// <summary>Of these jobs, those whose start no other node has asked the engine for a moment ago.</summary>
    public async Task<IReadOnlyList<string>> ClaimStartsAsync(
        IReadOnlyCollection<string> names, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Platform.Jobs.Sql.claim-starts");
        command.Parameters.Add(new NpgsqlParameter<string[]>("names", [.. names]));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("patience", patience));
        var claimed = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(reader.GetString(0));
        }

        return claimed;
    }

    /// <summary>True when this node holds the job now: nobody did, or the one who did is dead.</summary>
    public async Task<bool> TakeAsync(string job, CancellationToken cancellationToken)
    {
        await using var command = Command("take");
        command.Parameters.Add(new NpgsqlParameter<string>("name", job));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("lives", NodeLease.Lives));
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public async Task ReleaseAsync(string job, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        await using var command = Command("release");
        command.CommandTimeout = Seconds;
        command.Parameters.Add(new NpgsqlParameter<string>("name", job));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("due_at", dueAt));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The process ends: others need not wait until its leases are over.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("leave");
        command.CommandTimeout = Seconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string name)
    {
        var command = source.Command("Platform.Jobs.Sql." + name);
        command.Parameters.Add(new NpgsqlParameter<Guid>("node", node.Id));
        return command;
    }

    private static JobLease Read(NpgsqlDataReader reader) =>
        new(
            reader.Get<string>("name"),
            reader.Find<Guid?>("holder"),
            reader.Get<bool>("is_held"),
            reader.Find<DateTimeOffset?>("due_at"),
            reader.Find<DateTimeOffset?>("asked_at"));
}
