using Gateway.Vendors.Tests.Databases;
using MySqlConnector;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// Another global sql_mode of the server while it lives; the empty one is not strict, so that new sessions would cut what does not fit. Other tests on the same
/// server name strict mode themselves or do not depend on it.
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

    public static async Task<LaxServer> CreateAsync(TestDatabase database, string mode = "")
    {
        var before = (string)(await database.QueryAsync("SELECT @@global.sql_mode AS mode"))[0]["mode"]!;
        try
        {
            await database.ExecuteAsync("SET GLOBAL sql_mode = @p0", mode);
        }
        catch (MySqlException fault)
        {
            Assert.Skip($"The test user may not change the server's sql_mode: {fault.Message}");
        }

        await NewSessionsAsync();
        return new LaxServer(database, before);
    }

    /// <summary>A session keeps the mode with which it began, and the driver keeps sessions.</summary>
    public static Task NewSessionsAsync() => MySqlConnection.ClearAllPoolsAsync();

    public async ValueTask DisposeAsync() => await _database.ExecuteAsync("SET GLOBAL sql_mode = @p0", _before);
}
