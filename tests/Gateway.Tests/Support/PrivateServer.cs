using System.Diagnostics;
using System.Globalization;
using Gateway.Vendors;
using MySqlConnector;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>A database server of a test's own, which may be stopped, filled and set as the test likes. Needs the server's programs on this machine, as ./test.sh has them.</summary>
internal sealed class PrivateServer : IAsyncDisposable
{
    public const string Password = "private";

    // What cannot be found here is not installed by a test.
    private const string Script = """
        set -Eeuo pipefail
        root=$1
        . "$root/deploy/local/databases.sh"
        trap - ERR
        find_"$2" || exit 3
        home=$(database_temp)
        port=$(free_port)
        "$2"_start "$home/db" "$port" "$3" fast "${@:4}"
        printf '%s %s %s\n' "$home" "$port" "$(head -n 1 "$home/db/pid" 2>/dev/null || head -n 1 "$home/db/data/postmaster.pid")"
        """;

    private readonly string _home;
    private readonly int _port;
    private int _id;
    private readonly bool _mySql;

    private PrivateServer(bool mySql, string home, int port, int id)
    {
        _mySql = mySql;
        _home = home;
        _port = port;
        _id = id;
    }

    /// <summary>The server itself, as its administrator.</summary>
    public Rows Admin => _mySql ? Rows.MySql(MySqlString(null)) : Rows.Postgres(PostgresString("postgres"));

    /// <param name="kind">Of the server.</param>
    /// <param name="options">Of MariaDB's command line.</param>
    public static async Task<PrivateServer> StartAsync(DatabaseKind kind, params string[] options)
    {
        var mySql = kind == DatabaseKind.MySql;
        Assert.SkipWhen((mySql ? TestServers.MySql : TestServers.Postgres) is null, "No databases are named. Run ./test.sh, which starts them.");
        var start = new ProcessStartInfo("bash", ["-c", Script, "server", Repository.Root, mySql ? "mariadb" : "postgres", Password, .. options]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;

        // One line: the server itself keeps the pipe open.
        var line = await bash.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(90));
        Assert.SkipWhen(line is null, $"No {(mySql ? "MariaDB" : "PostgreSQL")} server of this test's own could be started here.");
        var parts = line.Split(' ');
        return new PrivateServer(mySql, parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Where the server keeps its files.</summary>
    public string DataFolder => Path.Combine(_home, "db", "data");

    /// <summary>A database, as the server's administrator sees it.</summary>
    public Rows Of(string database) => _mySql ? Rows.MySql(MySqlString(database)) : Rows.Postgres(PostgresString(database));

    /// <summary>A new database. <paramref name="ofItsOwn"/>: for a user of the same name, who may do everything in it and nothing else.</summary>
    public async Task<Rows> CreateAsync(string name, bool ofItsOwn = false)
    {
        string[] statements = (_mySql, ofItsOwn) switch
        {
            (true, false) => [$"CREATE DATABASE {name} CHARACTER SET utf8mb4"],
            (false, false) => [$"CREATE DATABASE {name}"],
            (true, true) => [$"CREATE DATABASE {name} CHARACTER SET utf8mb4", $"CREATE USER {name}@'127.0.0.1' IDENTIFIED BY '{Password}'", $"GRANT ALL PRIVILEGES ON {name}.* TO {name}@'127.0.0.1'"],
            (false, true) => [$"CREATE ROLE {name} LOGIN PASSWORD '{Password}'", $"CREATE DATABASE {name} OWNER {name}"],
        };
        foreach (var statement in statements)
        {
            await Admin.ExecuteAsync(statement);
        }

        return _mySql ? Rows.MySql(MySqlString(name, ofItsOwn ? name : "gateway")) : Rows.Postgres(PostgresString(name, ofItsOwn ? name : "postgres"));
    }

    /// <summary>PostgreSQL: as an operator stops it. Its files stay.</summary>
    public Task StopAsync() => ManageAsync("postgres_stop \"$home/db\"");

    /// <summary>PostgreSQL: on the same port, after <see cref="StopAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        await ManageAsync("postgres_start \"$home/db\" \"$port\" \"$password\" fast");
        _id = int.Parse(
            (await File.ReadAllLinesAsync(Path.Combine(DataFolder, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
    }

    /// <summary>All its processes stand still: connections are taken by the system and never answered.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("KILL");
        await Eventually.BeAsync(() => Task.FromResult(!Directory.Exists($"/proc/{_id}")), "the server has ended");
        Directory.Delete(_home, recursive: true);
    }

    private async Task ManageAsync(string command)
    {
        const string Begin = """
            set -Eeuo pipefail
            root=$1 home=$2 port=$3 password=$4
            . "$root/deploy/local/databases.sh"
            trap - ERR
            find_postgres

            """;
        string[] arguments = [Repository.Root, _home, _port.ToString(CultureInfo.InvariantCulture), Password];
        using var bash = Process.Start("bash", ["-c", Begin + command, "server", .. arguments]);
        await bash.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        Assert.Equal(0, bash.ExitCode);
    }

    private async Task SignalAsync(string signal)
    {
        // The parent first, so that it starts nobody whom the signal would miss.
        string[] children = File.Exists(ChildrenFile) ? (await File.ReadAllTextAsync(ChildrenFile)).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        using var kill = Process.Start("kill", ["-" + signal, _id.ToString(CultureInfo.InvariantCulture), .. children]);
        await kill.WaitForExitAsync();
    }

    private string ChildrenFile => $"/proc/{_id}/task/{_id}/children";

    private string MySqlString(string? database, string user = "gateway") => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)_port,
        UserID = user,
        Password = Password,
        Database = database ?? "",
        SslMode = MySqlSslMode.Disabled,

        // Names of users have an @ in them.
        AllowUserVariables = true,
    }.ConnectionString;

    private string PostgresString(string database, string user = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = user,
        Password = Password,
        Database = database,
        MaxPoolSize = 40,
    }.ConnectionString;
}
