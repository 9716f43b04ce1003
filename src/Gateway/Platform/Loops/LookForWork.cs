using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Platform.Loops;

/// <summary>
/// One statement a second, which asks for all that sleep whether something is due that nobody told them of: what a dead
/// node has left behind, a retry whose time has come, the work of a node without jobs. So an idle gateway asks once, and
/// not once for each loop. Who sleeps looks now and then all the same. A look that was given up and ends after all
/// harms nothing: it only wakes.
/// </summary>
/// <param name="source">The state database.</param>
/// <param name="signs">What is asked for.</param>
/// <param name="every">The pause between two looks.</param>
/// <param name="time">For the pause, and what is due.</param>
internal sealed class LookForWork(NpgsqlDataSource source, IEnumerable<WorkSign> signs, TimeSpan every, TimeProvider time) : ILoop
{
    /// <summary>Those whom this loop wakes look by themselves so often.</summary>
    public static readonly TimeSpan OwnLook = TimeSpan.FromSeconds(10);

    private readonly WorkSign[] _signs = [.. signs];
    private readonly string[] _statements = [.. signs.Select(sign => sign.Statement)];

    public string Name => "look-for-work";

    public TimeSpan LongestPause => TimeSpan.FromSeconds(3);

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var look = Sql.BatchCommandOfAll(_statements);
        look.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        foreach (var parameter in _signs.SelectMany(sign => sign.Parameters))
        {
            look.Parameters.Add(parameter());
        }

        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Sql.BatchCommand("Platform.Loops.Sql.look-settings"));
        batch.BatchCommands.Add(look);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _signs[reader.GetInt32(0)].Wake(reader.GetString(1));
        }

        return Rest.For(every);
    }
}

/// <summary>How one kind of work is seen, and who is woken then.</summary>
/// <param name="Statement">
/// A .sql file whose rows are one text each: the names of those who have work. It may use <c>@now</c>.
/// </param>
/// <param name="Wake">Wakes one of them.</param>
internal sealed record WorkSign(string Statement, Action<string> Wake)
{
    /// <summary>What the statement needs besides the time.</summary>
    public IReadOnlyList<Func<NpgsqlParameter>> Parameters { get; init; } = [];
}
