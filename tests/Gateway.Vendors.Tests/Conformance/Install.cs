using Gateway.Simulator.Agents;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;
using MySqlConnector;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// One install of a protocol in a database of its own: the adapter under test, and the tables as the agent sees them, worked on with SQL that is not
/// the adapter's. The clock stands at 2026-11-20 14:00 in Korea.
/// </summary>
internal abstract class Install(TestDatabase database) : IAsyncDisposable
{
    private readonly Dictionary<Guid, Guid> _handOvers = [];
    private IVendorQueue? _queue;

    public TestDatabase Database { get; } = database;

    public KoreanClock Clock { get; } = new("2026-11-20T14:00:00");

    public IVendorQueue Queue => _queue ??= NewQueue(Settings);

    /// <summary>The table that <see cref="Message"/> goes to.</summary>
    public abstract string QueueTable { get; }

    /// <summary>Every table that the gateway needs before it hands over, without its own.</summary>
    public abstract IReadOnlyList<string> NeededTables { get; }

    /// <summary>Those of them whose rows the database numbers.</summary>
    public abstract IReadOnlyList<string> NumberedTables { get; }

    /// <summary>The column that carries our key.</summary>
    public abstract string Marker { get; }

    /// <summary>The letters of our key.</summary>
    public virtual int KeyLetters => 32;

    /// <summary>The column with the text of the message.</summary>
    public abstract string TextColumn { get; }

    /// <summary>The column with the time at which the row was entered.</summary>
    public abstract string EnteredColumn { get; }

    /// <summary>The column that says how far the agent has come.</summary>
    public abstract string StateColumn { get; }

    /// <summary>The column whose order is the order of the queue.</summary>
    public abstract string OrderColumn { get; }

    public abstract VendorSettings Settings { get; }

    /// <summary>The column that carries our key in another queue.</summary>
    public virtual string MarkerIn(string table) => Marker;

    /// <summary>Our key of a message.</summary>
    public virtual string KeyOf(OutgoingMessage message) => Key(message);

    /// <summary>The queue of a channel.</summary>
    public virtual string TableOf(Channel channel) => QueueTable;

    /// <summary>The settings with which every table of the manual is one that may be created.</summary>
    public virtual VendorSettings SettingsWithEveryTable => Settings;

    public static async Task<Install> CreateAsync(Protocol protocol, DatabaseKind kind, bool prepared = true)
    {
        var install = Of(protocol, await TestDatabase.CreateAsync(kind));
        if (prepared)
        {
            await install.Queue.PrepareAsync(CancellationToken.None);
        }

        return install;
    }

    public IVendorQueue NewQueue(VendorSettings settings) => VendorQueues.Create(settings, Clock);

    private static long _milliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A later one than all before it: ids of one millisecond would be in no order, and agents that have no other key take rows in the order of their ids.</summary>
    private static Guid NextId() => Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Increment(ref _milliseconds)));

    /// <summary>A short text, the simplest message of the protocol.</summary>
    public static OutgoingMessage Message(int number = 1) => new()
    {
        Id = NextId(),
        Channel = Channel.Sms,
        From = "15777985",
        To = "010" + (12340000 + number).ToString("00000000", System.Globalization.CultureInfo.InvariantCulture),
        Text = $"단문내용 {number}",
    };

    public static OutgoingMessage[] Messages(int count) => [.. Enumerable.Range(1, count).Select(Message)];

    /// <summary>Hands over and insists that it worked.</summary>
    public async Task<OutgoingMessage[]> HandOverAsync(params OutgoingMessage[] messages)
    {
        var id = Guid.CreateVersion7();
        foreach (var message in messages)
        {
            _handOvers[message.Id] = id;
        }

        var outcome = await Queue.HandOverAsync(id, messages, CancellationToken.None);
        return outcome.Kind == HandOverKind.Written ? messages : throw new InvalidOperationException($"The hand-over was {outcome.Kind}.", outcome.Fault);
    }

    /// <summary>Withdraws what <see cref="HandOverAsync"/> wrote last of these messages.</summary>
    public Task<IReadOnlyList<Guid>> WithdrawAsync(params IEnumerable<OutgoingMessage> messages) =>
        Queue.WithdrawAsync([.. messages.Select(message => new QueuedRow(message.Id, _handOvers.GetValueOrDefault(message.Id)))], CancellationToken.None);

    public Task<List<Dictionary<string, object?>>> RowsAsync() => Database.QueryAsync($"SELECT * FROM {QueueTable} ORDER BY {OrderColumn}");

    public Task<long> CountAsync() => Database.NumberAsync($"SELECT COUNT(*) FROM {QueueTable}");

    public Task<IReadOnlyList<VendorReport>> ProbeAsync(OutgoingMessage message, DateTimeOffset? queuedAt = null) =>
        Queue.ProbeAsync([new ProbeTarget(message.Id, queuedAt ?? Clock.GetUtcNow())], CancellationToken.None);

    public async Task<List<ScanPage>> ScanAsync(int pageSize = 100, int secondsBack = 60)
    {
        var pages = new List<ScanPage>();
        await foreach (var page in Queue.ScanAsync(Clock.GetUtcNow().AddSeconds(-secondsBack), pageSize, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    /// <summary>The agent takes the row: from now on it is its own.</summary>
    public abstract Task TakeAsync(OutgoingMessage message);

    /// <summary>The agent writes "delivered" where results appear first.</summary>
    public abstract Task FinishAsync(OutgoingMessage message, DateTime resultTime);

    /// <summary>The agent moves a finished row to where it stays; the table is named for the month, and made when it is missing.</summary>
    public abstract Task LogAsync(OutgoingMessage message, DateTime month);

    /// <summary>A finished row of another program: its marker column holds something else.</summary>
    public abstract Task InsertForeignAsync(DateTime resultTime);

    /// <summary>The same finished row a second time.</summary>
    public abstract Task DuplicateAsync(OutgoingMessage message, DateTime month);

    /// <summary>An agent that sends, reports and moves as fast as it is stepped.</summary>
    public abstract IAgent NewAgent(TimeProvider time);

    public async ValueTask DisposeAsync()
    {
        // The adapter's connections are pooled under its own connection string; left alone they use up the server's limit.
        if (Database.Kind == DatabaseKind.MySql)
        {
            await MySqlConnection.ClearAllPoolsAsync();
        }

        await Database.DisposeAsync();
    }

    protected async Task MoveAsync(string from, string to, string where)
    {
        await Database.ExecuteAsync($"INSERT INTO {to} SELECT * FROM {from} WHERE {where}");
        await Database.ExecuteAsync($"DELETE FROM {from} WHERE {where}");
    }

    protected Task CreateLikeAsync(string table, string like) => Database.ExecuteAsync(
        Database.Kind == DatabaseKind.MySql ? $"CREATE TABLE IF NOT EXISTS {table} AS SELECT * FROM {like} WHERE 1 = 0" : $"CREATE TABLE IF NOT EXISTS {table} (LIKE {like})");

    protected static string Key(OutgoingMessage message) => message.Id.ToString("N");

    private static Install Of(Protocol protocol, TestDatabase database) => protocol switch
    {
        Protocol.Kshot => new KshotInstall(database),
        Protocol.Bizppurio => new BizppurioInstall(database),
        Protocol.Xroshot => new XroshotInstall(database),
        Protocol.Emma => new EmmaInstall(database),
        Protocol.Lguplus => new LguplusInstall(database),
    };
}
