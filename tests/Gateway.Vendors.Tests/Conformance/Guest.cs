using Gateway.Vendors.Tests.Databases;
using MySqlConnector;
using Npgsql;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>A user who may read, insert, update and delete, and nothing else.</summary>
internal sealed class Guest(TestDatabase database, string name) : IAsyncDisposable
{
    public string ConnectionString => database.Kind == DatabaseKind.MySql
        ? new MySqlConnectionStringBuilder(database.ConnectionString) { UserID = name, Password = "guest" }.ConnectionString
        : new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = name, Password = "guest" }.ConnectionString;

    public static async Task<Guest> CreateAsync(TestDatabase database)
    {
        var name = "gw_guest_" + Guid.NewGuid().ToString("N")[..8];
        if (database.Kind == DatabaseKind.MySql)
        {
            await database.ExecuteAsync($"CREATE USER {name}@'%' IDENTIFIED BY 'guest'");
            await database.ExecuteAsync($"CREATE USER {name}@'localhost' IDENTIFIED BY 'guest'");
            try
            {
                await database.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON {database.Name}.* TO {name}@'%'");
                await database.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON {database.Name}.* TO {name}@'localhost'");
            }
            catch (MySqlException fault)
            {
                await new Guest(database, name).DisposeAsync();
                Assert.Skip($"The test user may not grant rights to another: {fault.Message}");
            }
        }
        else
        {
            await database.ExecuteAsync($"CREATE ROLE {name} LOGIN PASSWORD 'guest'");
            await database.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}");
        }

        return new Guest(database, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (database.Kind == DatabaseKind.MySql)
        {
            await database.ExecuteAsync($"DROP USER {name}@'%'");
            await database.ExecuteAsync($"DROP USER {name}@'localhost'");
            return;
        }

        await database.ExecuteAsync($"DROP OWNED BY {name}");
        await database.ExecuteAsync($"DROP ROLE {name}");
    }
}
