using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Support;
using MySqlConnector;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>What an administrator, a disk or other programs do to a database server. Each fault is the server's own.</summary>
/// <param name="Server">Of this test alone.</param>
/// <param name="Database">Of the vendor, as its owner sees it, who is no administrator.</param>
/// <param name="User">Its owner.</param>
internal sealed record ServerFault(PrivateServer Server, Rows Database, string User) : IAsyncDisposable
{
    private readonly List<DbConnection> _held = [];
    private string? _disk;

    public async Task BreakAsync(string fault)
    {
        switch (fault, Server.Admin.IsMySql)
        {
            case ("denied", true):
                await Server.Admin.ExecuteAsync($"REVOKE INSERT ON {User}.* FROM {User}@'127.0.0.1'");
                break;
            case ("denied", false):
                await Database.ExecuteAsync($"REVOKE INSERT ON agent_msgqueue FROM {User}");
                return;
            case ("password", true):
                await Server.Admin.ExecuteAsync($"ALTER USER {User}@'127.0.0.1' IDENTIFIED BY 'another'");
                break;
            case ("password", false):
                await Server.Admin.ExecuteAsync($"ALTER ROLE {User} PASSWORD 'another'");
                break;
            case ("table", _):
                await Server.Of(User).ExecuteAsync("ALTER TABLE agent_msgqueue RENAME TO away");
                return;
            case ("engine", true):
                await Server.Of(User).ExecuteAsync("ALTER TABLE agent_msgqueue ENGINE=MyISAM");
                return;
            case ("read-only", true):
                await Server.Admin.ExecuteAsync("SET GLOBAL read_only = 1");
                break;
            case ("connections of the user", true):
                await Server.Admin.ExecuteAsync($"ALTER USER {User}@'127.0.0.1' WITH MAX_USER_CONNECTIONS 1");
                _held.Add(await OnlyPlaceAsync());
                break;
            case ("connections of the user", false):
                await Server.Admin.ExecuteAsync($"ALTER ROLE {User} CONNECTION LIMIT 0");
                break;
            case ("connections", true):
                for (var i = 0; i < 10; i++)
                {
                    _held.Add(await Server.Admin.OpenAsync());
                }

                await Server.Admin.ExecuteAsync("SET GLOBAL max_connections = 10");
                break;
            case ("full", false):
                await MoveToDiskAsync();
                await Database.ExecuteAsync("CREATE TABLE filler (bytes text) TABLESPACE tiny; ALTER TABLE filler ALTER bytes SET STORAGE PLAIN");
                await FillAsync("INSERT INTO filler SELECT repeat('x', 7000) FROM generate_series(1, 20)", "INSERT INTO filler SELECT repeat('x', 7000)");
                return;
            default:
                throw new ArgumentException($"No fault is called {fault} here.", nameof(fault));
        }

        await EndSessionsAsync();
    }

    public async Task MendAsync(string fault)
    {
        foreach (var held in _held)
        {
            await held.DisposeAsync();
        }

        _held.Clear();
        await (fault switch
        {
            "denied" when Server.Admin.IsMySql => Server.Admin.ExecuteAsync($"GRANT INSERT ON {User}.* TO {User}@'127.0.0.1'"),
            "denied" => Database.ExecuteAsync($"GRANT INSERT ON agent_msgqueue TO {User}"),
            "password" when Server.Admin.IsMySql =>
                Server.Admin.ExecuteAsync($"ALTER USER {User}@'127.0.0.1' IDENTIFIED BY '{PrivateServer.Password}'"),
            "password" => Server.Admin.ExecuteAsync($"ALTER ROLE {User} PASSWORD '{PrivateServer.Password}'"),
            "table" => Server.Of(User).ExecuteAsync("ALTER TABLE away RENAME TO agent_msgqueue"),
            "engine" => Server.Of(User).ExecuteAsync("ALTER TABLE agent_msgqueue ENGINE=InnoDB"),
            "read-only" => Server.Admin.ExecuteAsync("SET GLOBAL read_only = 0"),
            "connections of the user" when Server.Admin.IsMySql => Server.Admin.ExecuteAsync($"ALTER USER {User}@'127.0.0.1' WITH MAX_USER_CONNECTIONS 0"),
            "connections of the user" => Server.Admin.ExecuteAsync($"ALTER ROLE {User} CONNECTION LIMIT -1"),
            "connections" => Server.Admin.ExecuteAsync("SET GLOBAL max_connections = 300"),
            _ => Database.ExecuteAsync("DROP TABLE filler"),
        });
        if (fault == "denied" && Server.Admin.IsMySql)
        {
            await EndSessionsAsync();
        }
    }

    /// <summary>Of the rows in the queue table. Asked by the administrator, whose sessions stay.</summary>
    public Task<long> CountAsync(string what) => Server.Of(User).CountAsync($"SELECT {what} FROM agent_msgqueue");

    public async ValueTask DisposeAsync()
    {
        foreach (var held in _held)
        {
            await held.DisposeAsync();
        }

        if (_disk is not null)
        {
            await RunAsync("umount", "-l", _disk);
            Directory.Delete(_disk, recursive: true);
        }
    }

    /// <summary>Sessions that are there keep what they were allowed.</summary>
    public async Task EndSessionsAsync()
    {
        if (!Server.Admin.IsMySql)
        {
            await Server.Admin.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{User}'");
            return;
        }

        // One that holds the user's only place stays.
        var held = _held.Count == 1 ? await IdAsync(_held[0]) : 0;
        foreach (var row in await Server.Admin.QueryAsync($"SELECT id FROM information_schema.processlist WHERE user = '{User}' AND id <> {held}"))
        {
            try
            {
                await Server.Admin.ExecuteAsync($"KILL {row["id"]}");
            }
            catch (MySqlException gone) when (gone.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It has ended by itself.
            }
        }
    }

    /// <summary>The one connection that the user may have; the gateway, which had it, may be faster once more.</summary>
    private async Task<DbConnection> OnlyPlaceAsync()
    {
        DbConnection? place = null;
        await Eventually.BeAsync(
            async () =>
            {
                await EndSessionsAsync();
                try
                {
                    place = await Database.OpenAsync();
                    return true;
                }
                catch (DbException)
                {
                    return false;
                }
            },
            "the user's only place is taken");
        return place!; // Opened, or the wait has failed.
    }

    private static async Task<long> IdAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT CONNECTION_ID()";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Until not even a small row goes in.</summary>
    private async Task FillAsync(params string[] statements)
    {
        foreach (var statement in statements)
        {
            for (var isFull = false; !isFull;)
            {
                try
                {
                    await Database.ExecuteAsync(statement);
                }
                catch (DbException)
                {
                    isFull = true;
                }
            }
        }
    }

    private async Task MoveToDiskAsync()
    {
        var disk = Directory.CreateTempSubdirectory("gateway-disk-").FullName;
        var isMounted = await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "none", disk) == 0;
        if (!isMounted)
        {
            Directory.Delete(disk);
        }

        Assert.SkipUnless(isMounted, "A small disk cannot be mounted by this user.");
        _disk = disk;
        await RunAsync("chown", "--reference", Server.DataFolder, disk);
        await Server.Admin.ExecuteAsync($"CREATE TABLESPACE tiny OWNER {User} LOCATION '{disk}'");
        await Database.ExecuteAsync("ALTER TABLE agent_msgqueue SET TABLESPACE tiny");
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
