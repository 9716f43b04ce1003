using System.Buffers.Binary;
using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>Month partitions are made ahead of time, so that accepting never waits for a table to be created.</summary>
internal static class Partitions
{
    /// <summary>
    /// This month and the next two: a month's outage of the job that calls this is survived; after that the default
    /// partition takes what comes, until this is called again.
    /// </summary>
    private const int MonthsAhead = 2;

    /// <summary>The smallest UUIDv7 of a moment, as <c>gateway.first_id</c> makes it.</summary>
    public static Guid FirstId(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, at.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    public static async Task EnsureAsync(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT gateway.ensure_months(@now, @ahead)", connection);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("ahead", MonthsAhead);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
