using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>
/// A PostgreSQL server with a synchronous standby, of a test's own: what one has committed, the other has.
/// </summary>
internal sealed class StandbyPair : IAsyncDisposable
{
    private const string Password = "private";

    private const string Begin = """
        set -Eeuo pipefail
        root=$1
        . "$root/deploy/local/databases.sh"
        trap - ERR
        find_postgres || exit 3
        user=$(database_user postgres)
        export PGPASSWORD=private
        run() { (cd "$home" && run_as "$user" env PGPASSWORD=private "$@" </dev/null >>"$home/log" 2>&1 9>&-); }
        begin() {
            options="-c listen_addresses=127.0.0.1 -c port=$2 -c unix_socket_directories='' -c fsync=off"
            options="$options -c max_connections=200 -c wal_level=replica"
            run "$postgres_bin/pg_ctl" start -D "$home/$1/data" -l "$home/$1/postgres.log" -w -t 60 -s -o "$options"
        }

        """;

    private const string Start = """
        home=$(database_temp) one=$(free_port)
        touch "$home/log"
        chmod 777 "$home" "$home/log"
        postgres_create "$home/one" private "$user" fast
        begin one "$one"
        own_folder "$user" "$home/two"
        run "$postgres_bin/pg_basebackup" -h 127.0.0.1 -p "$one" -U postgres -D "$home/two/data" \
            -R -X stream -c fast --no-sync
        two=$(free_port)
        begin two "$two"
        ask() { "$postgres_bin/psql" -X -q -h 127.0.0.1 -p "$one" -U postgres -d postgres -c "$1" >>"$home/log" 2>&1; }
        ask "ALTER SYSTEM SET synchronous_standby_names = '*'"
        ask "SELECT pg_reload_conf()"
        printf '%s %s %s\n' "$home" "$one" "$two"
        """;

    private readonly string _home;

    private StandbyPair(string home, int one, int two) => (_home, One, Two) = (home, one, two);

    /// <summary>The port of the server that is the primary at first.</summary>
    public int One { get; }

    /// <summary>The port of the standby.</summary>
    public int Two { get; }

    public static async Task<StandbyPair> StartAsync()
    {
        Assert.SkipWhen(TestServers.Postgres is null, "No databases are named. Run ./test.sh, which starts them.");
        var (code, line) = await BashAsync(Start);
        Assert.SkipWhen(code == 3, "No PostgreSQL server of this test's own could be started here.");
        Assert.True(code == 0, line);
        var parts = line.Trim().Split(' ');
        var pair = new StandbyPair(
            parts[0],
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
        await Eventually.BeAsync(
            async () => await pair.Primary("postgres").CountAsync(
                "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1,
            "the standby is synchronous");
        return pair;
    }

    public Rows Primary(string database) => Rows.Postgres(Text($"127.0.0.1:{One}", database));

    public Rows Standby(string database) => Rows.Postgres(Text($"127.0.0.1:{Two}", database));

    /// <summary>Names both.</summary>
    public string Both(string database) => Text($"127.0.0.1:{One},127.0.0.1:{Two}", database);

    /// <summary>The primary dies, as when its machine does.</summary>
    public Task KillPrimaryAsync() => ManageAsync(
        "run \"$postgres_bin/pg_ctl\" stop -D \"$home/one/data\" -m immediate -w -t 30 -s");

    /// <summary>Answers when the standby can be written.</summary>
    public Task PromoteAsync() => ManageAsync("run \"$postgres_bin/pg_ctl\" promote -D \"$home/two/data\" -w -t 30 -s");

    public async ValueTask DisposeAsync()
    {
        const string Stop = "run \"$postgres_bin/pg_ctl\" stop -D \"$home/$name/data\" -m immediate -w -t 30 -s";
        await BashAsync($"home={_home}\nfor name in one two; do {Stop} || true; done");
        Directory.Delete(_home, recursive: true);
    }

    private static string Text(string hosts, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = hosts,
        Username = "postgres",
        Password = Password,
        Database = database,
        MaxPoolSize = 40,
    }.ConnectionString;

    private async Task ManageAsync(string command)
    {
        var (code, line) = await BashAsync($"home={_home}\n{command}");
        Assert.True(code == 0, line);
    }

    private static async Task<(int Code, string Line)> BashAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", Begin + command, "pair", Repository.Root])
        {
            RedirectStandardOutput = true,
        };
        using var bash = Process.Start(start)!;

        // One line: the servers themselves keep the pipe open.
        var line = command == Start
            ? await bash.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(120))
            : "";
        await bash.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        return (bash.ExitCode, line ?? "");
    }
}
