using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>Starts the sides, each with a database of its own, and ends them.</summary>
internal sealed class Sides(AcceptOptions options, string admin) : IAsyncDisposable
{
    private const string BoundTables = "bound_messages";
    private const string WorkTables = "gateway.inflight, gateway.idempotency_keys, gateway.handovers, gateway.events";
    private const string ProductTables = "gateway.messages, gateway.inflight, gateway.idempotency_keys, gateway.handovers, gateway.events";

    /// <summary>What a commit takes longer on a disk that needs 4 ms to make a write safe.</summary>
    private static readonly TimeSpan SlowCommit = TimeSpan.FromMilliseconds(4);

    private readonly List<Side> _sides = [];
    private readonly Stack<IAsyncDisposable> _owned = new();

    public IReadOnlyList<Side> All => _sides;

    public async Task StartAsync()
    {
        foreach (var name in options.Sides)
        {
            _sides.Add(name switch
            {
                "gc" => await BoundAsync(name, "bound: one writer, group commit"),
                "each" => await BoundAsync(name, "bound: one commit a request"),
                "empty" => await BoundAsync(name, "ceiling: nothing stored"),
                "keyed" => await ProductAsync(name, "product, Idempotency-Key", options.Gateway, "http", AcceptRequests.Keyed()),
                "kannel-file" => await KannelAsync(name, "peer: Kannel, one file, not synced", "file"),
                "kannel-spool" => await KannelAsync(name, "peer: Kannel, a file each", "spool"),
                "nodes" => await ProductAsync(
                    name, "product, key, two nodes", options.Gateway, "http", AcceptRequests.Keyed(), nodes: 2),
                "plain" => await ProductAsync(name, "product, no key", options.Gateway, "http", AcceptRequests.Plain()),
                "jobs" => await ProductAsync(name, "product, key, with its jobs", options.Gateway, "http,jobs", AcceptRequests.Keyed()),
                "before" => await ProductAsync(name, "--before, Idempotency-Key", options.Before ?? throw new BenchmarkException("The side 'before' wants --before DLL."), "http", AcceptRequests.Keyed()),
                _ => throw new BenchmarkException($"There is no side '{name}'. See --help."),
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var owned))
        {
            await owned.DisposeAsync();
        }
    }

    private async Task<Side> BoundAsync(string name, string description)
    {
        var database = await DatabaseAsync(name);
        await database.ExecuteAsync(EmbeddedSql.Text("Bounds.Sql.create-table"));
        var environment = new Dictionary<string, string> { ["ConnectionStrings__Gateway"] = database.ConnectionString };
        var server = await OwnAsync(ServerProcess.StartAsync(name, typeof(Sides).Assembly.Location, [$"serve-{name}"], environment));
        var measured = new ServerOnDatabase([server], database, BoundTables);
        return new Side(name, description, measured, AcceptRequests.Bare());
    }

    private async Task<Side> ProductAsync(
        string name, string description, string program, string roles, RequestTemplate request, int nodes = 1)
    {
        if (!File.Exists(program))
        {
            throw new BenchmarkException($"The product is not built: {program} is missing. Run: dotnet build -c Release");
        }

        var database = await DatabaseAsync(name);
        var vendor = await OwnAsync(TestDatabase.CreateAsync(admin, $"{name}_vendor"));
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Gateway"] = database.ConnectionString,
            ["Gateway__AdminKey"] = AcceptRequests.AdminKey,
            ["Gateway__Roles"] = roles,
            ["Vendors__kshot__Protocol"] = "kshot",
            ["Vendors__kshot__Database"] = "postgresql",
            ["Vendors__kshot__ConnectionString"] = vendor.ConnectionString,
            ["Vendors__kshot__CreateTables"] = "true",

            // Accepting is measured, not handing over: nearly nothing may enter the queue.
            ["Vendors__kshot__MaxQueued"] = "1",
        };
        var servers = new List<ServerProcess>();
        for (var node = 1; node <= nodes; node++)
        {
            var own = node == 1 ? name : $"{name}-{node}";
            servers.Add(await OwnAsync(ServerProcess.StartAsync(own, program, [], settings)));
        }

        await History.MakeAsync(database, options.Messages);

        // What was made beside cannot be emptied without it.
        var tables = options.Messages == 0 ? ProductTables : WorkTables;
        return new Side(name, description, new ServerOnDatabase(servers, database, tables), request);
    }

    private async Task<Side> KannelAsync(string name, string description, string store) => new(name, description, await OwnAsync(KannelPeer.StartAsync(store)), AcceptRequests.Kannel());

    private async Task<TestDatabase> DatabaseAsync(string name)
    {
        var database = await OwnAsync(TestDatabase.CreateAsync(admin, name));
        if (options.SlowCommits)
        {
            await database.SlowCommitsAsync(SlowCommit);
        }

        return database;
    }

    private async Task<T> OwnAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        var owned = await starting;
        _owned.Push(owned);
        return owned;
    }
}
