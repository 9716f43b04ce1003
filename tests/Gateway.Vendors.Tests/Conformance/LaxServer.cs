using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// The server's global sql_mode without strict mode while it lives: new sessions would cut what does not fit. Other tests on the same server name strict
/// mode themselves or do not depend on it.
/// </summary>
internal sealed class LaxServer : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _before;

    private LaxServer(TestDatabase database, string before)
    {
        _database = database;
        _before = before;
    }

    public static async Task<LaxServer> CreateAsync(TestDatabase database)
    {
        var before = (string)(await database.QueryAsync("SELECT @@global.sql_mode AS mode"))[0]["mode"]!;
        try
        {
            await database.ExecuteAsync("SET GLOBAL sql_mode = ''");
        }
        catch (MySql.Data.MySqlClient.MySqlException fault)
        {
            Assert.Skip($"The test user may not change the server's sql_mode: {fault.Message}");
        }

        await NewSessionsAsync();
        return new LaxServer(database, before);
    }

    /// <summary>A session keeps the mode with which it began, and the driver keeps sessions.</summary>
    public static async Task NewSessionsAsync()
    {
        await using var any = new MySql.Data.MySqlClient.MySqlConnection();
        await any.ClearAllPoolsAsync();
    }

    public async ValueTask DisposeAsync() => await _database.ExecuteAsync("SET GLOBAL sql_mode = @p0", _before);
}
