using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>How a connection plans and waits that stores new messages.</summary>
internal static class IntakeSettings
{
    /// <summary>Sets a connection up. <paramref name="local"/>: for its transaction alone.</summary>
    public static async Task SetAsync(NpgsqlConnection connection, bool local, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Acceptance.Store.Sql.intake-settings");
        command.Parameters.Add(new NpgsqlParameter<bool>("local", local));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
