using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Platform.Jobs;

/// <summary>
/// Asks the nodes that run jobs to run one now. The wish is a mark on the job's row, which every such node reads every
/// second or two, so that a node that serves nothing but HTTP can ask too.
/// </summary>
internal sealed class RunJobNow(NpgsqlDataSource source, KeeperSignal signal)
{
    /// <summary>The job must be one that some node has registered.</summary>
    public async Task AskAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Platform.Jobs.Sql.ask");
        command.Parameters.Add(new NpgsqlParameter<string>("name", name));
        await command.ExecuteNonQueryAsync(cancellationToken);
        signal.Look.Beat();
    }
}

/// <summary>Wakes the keeper of this process, if it has one.</summary>
internal sealed class KeeperSignal
{
    public Pulse Look { get; } = new();
}
