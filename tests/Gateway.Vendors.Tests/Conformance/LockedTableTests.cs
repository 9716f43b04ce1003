using System.Data.Common;
using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// Somebody holds a lock on one table for 35 s, longer than a driver waits: a dump, a hanging session. All locks are held side by side, so that this takes as long as one of them.
/// </summary>
public sealed class LockedTableTests
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan InWithin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Is_told_in_time_and_loses_and_doubles_nothing_when_a_table_is_locked_for_35_s(DatabaseKind kind)
    {
        var locks = kind == DatabaseKind.MySql
            ? new[] { "LOCK TABLES {0} READ", "LOCK TABLES {0} WRITE" }
            : ["BEGIN; LOCK TABLE {0} IN ACCESS EXCLUSIVE MODE"];
        var cases = Matrix.Protocols.SelectMany(protocol => locks.SelectMany(statement => new[] { "queue", "ledger" }.Select(table => (protocol, statement, table))));

        var faults = await Task.WhenAll(cases.Select(async test =>
        {
            var fault = await LockAsync(test.protocol, kind, test.statement, test.table);
            return fault is null ? null : $"{test}: {fault}";
        }));

        Assert.Empty(faults.OfType<string>());
    }

    [Theory, MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Is_told_in_time_and_reads_again_when_a_result_table_is_locked_for_35_s(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Kshot, kind);
        await using (var holder = await HoldAsync(install, kind == DatabaseKind.MySql ? "LOCK TABLES {0} WRITE" : "BEGIN; LOCK TABLE {0} IN ACCESS EXCLUSIVE MODE", "agent_msgresult"))
        {
            var began = TimeProvider.System.GetTimestamp();

            await Assert.ThrowsAnyAsync<DbException>(() => install.ScanAsync());

            Assert.True(TimeProvider.System.GetElapsedTime(began) < ToldWithin, $"told after {TimeProvider.System.GetElapsedTime(began)}");
            Assert.NotNull(install.Queue.Reading);
            await Task.Delay(Held - TimeProvider.System.GetElapsedTime(began), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await install.ScanAsync();
        Assert.Null(install.Queue.Reading);
    }

    private static async Task<string?> LockAsync(Protocol protocol, DatabaseKind kind, string statement, string table)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        var holder = await HoldAsync(install, statement, table == "queue" ? install.QueueTable : "gateway_handover");
        var began = TimeProvider.System.GetTimestamp();
        var writing = WriteAsync(install);
        try
        {
            await Eventually.IsTrueAsync(() => Task.FromResult(install.Queue.Writing is not null), "the lock is told");
            if (TimeProvider.System.GetElapsedTime(began) is var told && told > ToldWithin)
            {
                return $"told after {told.TotalSeconds:F1} s";
            }

            await Task.Delay(Held - TimeProvider.System.GetElapsedTime(began), TimeProvider.System);
        }
        finally
        {
            await holder.DisposeAsync();
        }

        await writing.WaitAsync(InWithin);
        var rows = await install.CountAsync();
        return rows == 1 && install.Queue.Writing is null ? null : $"{rows} rows, trouble: {install.Queue.Writing}";
    }

    /// <summary>As the gateway does: again under a new id only when the old one is certainly not in.</summary>
    private static async Task WriteAsync(Install install)
    {
        for (var message = Install.Message(); ; await Task.Delay(Again, TimeProvider.System))
        {
            var id = Guid.CreateVersion7();
            var outcome = await install.Queue.HandOverAsync(id, [message], CancellationToken.None);
            if (outcome.Kind == HandOverKind.Written || (outcome.Kind != HandOverKind.NotWritten && await FateAsync(install, id) == HandOverFate.Written))
            {
                return;
            }
        }
    }

    private static async Task<HandOverFate> FateAsync(Install install, Guid id)
    {
        while (true)
        {
            try
            {
                return await install.Queue.ResolveAsync(id, CancellationToken.None);
            }
            catch (DbException)
            {
                await Task.Delay(Again, TimeProvider.System);
            }
        }
    }

    private static async Task<Holder> HoldAsync(Install install, string statement, string table)
    {
        var connection = await install.Database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, table);
        await command.ExecuteNonQueryAsync();
        return new Holder(connection, install.Database.Kind == DatabaseKind.MySql ? "UNLOCK TABLES" : "ROLLBACK");
    }

    /// <summary>Gives the lock back itself: a pool may keep a session as it is until somebody takes it again.</summary>
    private sealed class Holder(DbConnection connection, string release) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var command = connection.CreateCommand())
            {
                command.CommandText = release;
                await command.ExecuteNonQueryAsync();
            }

            await connection.DisposeAsync();
        }
    }
}
