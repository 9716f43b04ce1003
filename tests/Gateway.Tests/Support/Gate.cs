using System.Data.Common;

namespace Gateway.Tests.Support;

/// <summary>When an insert into the queue table has to pass the gate.</summary>
internal enum GateAt
{
    BeforeTheRow,
    AfterTheRow,
}

/// <summary>A trigger on the queue table that needs a row which the test holds: whoever inserts stops inside its transaction, before or after its row is in.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly Rows _database;
    private readonly DbConnection _holder;

    private Gate(Rows database, DbConnection holder)
    {
        _database = database;
        _holder = holder;
    }

    public static async Task<Gate> CloseAsync(Rows database, GateAt at, string table = "agent_msgqueue")
    {
        var when = at == GateAt.BeforeTheRow ? "BEFORE" : "AFTER";
        await database.ExecuteAsync("CREATE TABLE gate (passed integer)");
        await database.ExecuteAsync("INSERT INTO gate VALUES (0)");
        if (database.IsMySql)
        {
            await database.ExecuteAsync($"CREATE TRIGGER pass {when} INSERT ON {table} FOR EACH ROW UPDATE gate SET passed = passed + 1");
        }
        else
        {
            await database.ExecuteAsync("CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE gate SET passed = passed + 1; RETURN NEW; END $$");
            await database.ExecuteAsync($"CREATE TRIGGER pass {when} INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pass()");
        }

        var holder = await database.OpenAsync();
        await using var hold = holder.CreateCommand();
        hold.CommandText = "BEGIN; UPDATE gate SET passed = 0";
        await hold.ExecuteNonQueryAsync();
        return new Gate(database, holder);
    }

    /// <summary>Waits until somebody stands at the gate. (InnoDB's own list of waiters is not renewed while it is read more often than each 100 ms.)</summary>
    public Task SomebodyWaitsAsync() => Eventually.BeAsync(
        async () => await _database.CountAsync(_database.IsMySql
            ? "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'UPDATE gate SET passed = passed + 1%'"
            : "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0,
        "somebody waits at the gate");

    public async ValueTask DisposeAsync()
    {
        await using (var open = _holder.CreateCommand())
        {
            open.CommandText = "ROLLBACK";
            await open.ExecuteNonQueryAsync();
        }

        await _holder.DisposeAsync();
    }
}
