using System.Text.RegularExpressions;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class ResolveTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Says_written_when_the_rows_are_in(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var id = Guid.CreateVersion7();
        await install.Queue.HandOverAsync(id, Install.Messages(1), CancellationToken.None);

        Assert.Equal(HandOverFate.Written, await install.Queue.ResolveAsync(id, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Fences_a_slow_writer_when_nobody_knows_the_id(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var id = Guid.CreateVersion7();

        var fate = await install.Queue.ResolveAsync(id, CancellationToken.None);
        var late = await install.Queue.HandOverAsync(id, Install.Messages(1), CancellationToken.None);

        Assert.Equal((HandOverFate.NeverWritten, HandOverKind.AlreadyDecided, 0L), (fate, late.Kind, await install.CountAsync()));
        Assert.Equal(HandOverFate.NeverWritten, await install.Queue.ResolveAsync(id, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Waits_for_the_end_when_another_transaction_holds_the_id(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var id = Guid.CreateVersion7();
        await using var other = await install.Database.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = other.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = $"INSERT INTO gateway_handover (handover_id, row_count, entered_at) VALUES ('{id:N}', 5, '2026-11-20 05:00:00')";
            await command.ExecuteNonQueryAsync();
        }

        var resolving = Task.Run(() => install.Queue.ResolveAsync(id, CancellationToken.None));
        await Eventually.IsTrueAsync(async () => await IsWaitedForAsync(install.Database, id), "the resolver waits for the writer");
        var waited = !resolving.IsCompleted;
        await transaction.CommitAsync();

        Assert.Equal((true, HandOverFate.Written), (waited, await resolving));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_certain_that_nothing_is_in_when_the_connection_died_before_the_rows(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var (outcome, fate) = await BreakAsync(install, BreakableProxy.Cut.BeforeRows);

        Assert.Equal((HandOverKind.NotWritten, HandOverFate.NeverWritten, 0L), (outcome, fate, await install.CountAsync()));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Tells_the_truth_when_the_connection_died_before_the_commit(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var (outcome, fate) = await BreakAsync(install, BreakableProxy.Cut.BeforeCommit);

        Assert.Equal((HandOverKind.InDoubt, HandOverFate.NeverWritten, 0L), (outcome, fate, await install.CountAsync()));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Tells_the_truth_when_the_connection_died_after_the_commit(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var (outcome, fate) = await BreakAsync(install, BreakableProxy.Cut.AfterCommit);

        Assert.Equal((HandOverKind.InDoubt, HandOverFate.Written, 1L), (outcome, fate, await install.CountAsync()));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Forgets_only_old_entries_when_the_ledger_is_purged(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await install.HandOverAsync(Install.Message(1));
        install.Clock.Advance(3600);
        var young = Guid.CreateVersion7();
        await install.Queue.HandOverAsync(young, [Install.Message(2)], CancellationToken.None);

        var purged = await install.Queue.PurgeLedgerAsync(install.Clock.GetUtcNow().AddMinutes(-30), CancellationToken.None);

        Assert.Equal((1, HandOverFate.Written), (purged, await install.Queue.ResolveAsync(young, CancellationToken.None)));
    }

    private static async Task<(HandOverKind Outcome, HandOverFate Fate)> BreakAsync(Install install, BreakableProxy.Cut cut)
    {
        await using var proxy = BreakableProxy.To(install.Database, out var connectionString);
        var throughProxy = install.NewQueue(install.Settings with { ConnectionString = connectionString });
        await throughProxy.CountWaitingAsync(1, CancellationToken.None);
        var id = Guid.CreateVersion7();
        proxy.At = cut;

        var outcome = await throughProxy.HandOverAsync(id, Install.Messages(1), CancellationToken.None);

        return (outcome.Kind, await install.Queue.ResolveAsync(id, CancellationToken.None));
    }

    private static async Task<bool> IsWaitedForAsync(TestDatabase database, Guid id)
    {
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            return await database.NumberAsync("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = @p0 AND wait_event_type = 'Lock'", database.Name) > 0;
        }

        // Not innodb_trx: InnoDB does not renew what it shows there while somebody reads it more often than every 100 ms, as the tests beside this one do.
        var status = (string)(await database.QueryAsync("SHOW ENGINE INNODB STATUS"))[0]["Status"]!;
        return Regex.IsMatch(status, $"LOCK WAIT((?!---TRANSACTION)[\\s\\S])*{id:N}");
    }
}
