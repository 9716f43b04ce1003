using System.ComponentModel;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using MySqlConnector;
using Npgsql;

namespace Gateway.Vendors;

/// <summary>A fault of a connection string. It never carries a value, because one of them is a password.</summary>
/// <param name="Keyword">The keyword that is wrong; null when the whole text cannot be read.</param>
/// <param name="IsUnknown">True: the driver knows no such keyword; false: it cannot read its value.</param>
public sealed record ConnectionFault(string? Keyword, bool IsUnknown);

/// <summary>The database that a connection string leads to, without user and password.</summary>
public sealed record DatabaseAddress(string Host, uint Port, string Database, string? Schema)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}/{Database}");
}

/// <summary>
/// Reads connection strings before they are used: drivers tell their faults one by one, in words of their own, and
/// late.
/// </summary>
public static class ConnectionText
{
    private const string LocalHost = "localhost";
    private const string Loopback = "127.0.0.1";

    /// <summary>All faults of the keywords and their values. Nothing is connected.</summary>
    public static IReadOnlyList<ConnectionFault> FindFaults(DatabaseKind database, string text)
    {
        var faults = new List<ConnectionFault>();
        if (Read(text) is not { } parts)
        {
            return [new ConnectionFault(null, IsUnknown: false)];
        }

        var known = KeywordsOf(database).Select(Plain).ToHashSet(StringComparer.Ordinal);
        foreach (string keyword in parts.Keys)
        {
            var builder = BuilderOf(database);
            try
            {
                builder[keyword] = parts[keyword];
            }
            catch (Exception fault) when (fault is ArgumentException or KeyNotFoundException or FormatException or InvalidCastException or OverflowException or NotSupportedException or InvalidOperationException)
            {
                faults.Add(new ConnectionFault(keyword, !known.Contains(Plain(keyword))));
            }
        }

        return faults;
    }

    /// <summary>The keywords that a driver knows, without their other names.</summary>
    public static IReadOnlyList<string> KeywordsOf(DatabaseKind database) =>
    [
        .. BuilderOf(database).GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.CanWrite && property.DeclaringType != typeof(DbConnectionStringBuilder) && property.GetIndexParameters().Length == 0)
            .Select(property => property.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? property.Name),
    ];

    /// <summary>
    /// Where a connection string without faults leads to. Two of the same address are one database; two names of one
    /// machine are not known to be the same.
    /// </summary>
    public static DatabaseAddress AddressOf(DatabaseKind database, string text)
    {
        switch (database)
        {
            case DatabaseKind.PostgreSql:
                var postgres = new NpgsqlConnectionStringBuilder(text);
                return new DatabaseAddress(
                    Host(postgres.Host),
                    (uint)postgres.Port,
                    postgres.Database ?? postgres.Username ?? "",
                    postgres.SearchPath);
            case DatabaseKind.MySql:
                var mysql = new MySqlConnectionStringBuilder(text);
                return new DatabaseAddress(Host(mysql.Server), mysql.Port, mysql.Database, null);
            default:
                throw new ArgumentOutOfRangeException(nameof(database));
        }
    }

    /// <summary>Npgsql has no host of its own to fall back on.</summary>
    public static bool HasHost(string postgres) =>
        !string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(postgres).Host);

    private static string Host(string? name) =>
        string.IsNullOrEmpty(name) || name.Equals(LocalHost, StringComparison.OrdinalIgnoreCase)
            ? Loopback
            : name.ToLowerInvariant();

    private static DbConnectionStringBuilder BuilderOf(DatabaseKind database) => database switch
    {
        DatabaseKind.PostgreSql => new NpgsqlConnectionStringBuilder(),
        DatabaseKind.MySql => new MySqlConnectionStringBuilder(),
    };

    private static DbConnectionStringBuilder? Read(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Plain(string keyword) =>
        keyword.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
