using Npgsql;

namespace Gateway.Messages;

/// <summary>What every statement that ends messages is given (<c>Sql/end-messages.part.sql</c>).</summary>
internal static class EndParameters
{
    /// <summary>For messages that only the statement itself finds: their records may lie in any month.</summary>
    public static void AddEnd(this NpgsqlParameterCollection parameters, DateTimeOffset now) =>
        parameters.AddEnd(now, Guid.Empty, Guid.AllBitsSet);

    /// <summary>For messages whose ids lie between two: their records lie in these months.</summary>
    public static void AddEnd(this NpgsqlParameterCollection parameters, DateTimeOffset now, Guid first, Guid last)
    {
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        parameters.Add(new NpgsqlParameter<Guid>("first_id", first));
        parameters.Add(new NpgsqlParameter<Guid>("last_id", last));
    }
}
