using System.Data.Common;
using MySqlConnector;
using Npgsql;

namespace Gateway.Vendors.Databases;

/// <summary>What an operator can do about a fault of a vendor's database.</summary>
internal static class Remedy
{
    private const string WrongPassword =
        "Mend user and password in ConnectionString and start the nodes anew, or give the user its password back.";

    /// <summary>The fault with its remedy, where it is known.</summary>
    public static string Of(Exception fault)
    {
        var cause = fault.GetBaseException().Message.Trim().TrimEnd('.');
        return (fault as DbException ?? fault.GetBaseException() as DbException) is { } known && Remedies(known) is { } remedy ? $"{cause}. {remedy}" : $"{cause}.";
    }

    private static string? Remedies(DbException fault) => (fault as MySqlException)?.Number switch
    {
        1044 or 1142 or 1143 => "Grant the gateway's user SELECT, INSERT, UPDATE and DELETE on the table.",
        1045 => WrongPassword,
        1054 => "Give the column its name of the manual again, or set the gateway's setting for it.",
        1146 => "Create the table (see deploy/vendor-schemas).",
        1021 or 1041 or 1114 or 3675 => "Make room on the database server, or raise the table's limit.",
        1036 or 1290 or 1792 or 1836 => "The table or the server is read-only: make it writable, or point ConnectionString to the server that is.",
        1153 => "Raise max_allowed_packet on the server.",
        1040 or 1203 or 1226 => "Raise the server's limit of connections, or lower Maximum Pool Size in ConnectionString.",
        1205 => "Another session holds a lock: end it.",
        _ => fault.SqlState switch
        {
            PostgresErrorCodes.InsufficientPrivilege => "Grant the gateway's user SELECT, INSERT, UPDATE and DELETE on the table.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => WrongPassword,
            PostgresErrorCodes.UndefinedColumn => "Give the column its name of the manual again, or set the gateway's setting for it.",
            PostgresErrorCodes.UndefinedTable => "Create the table (see deploy/vendor-schemas).",
            PostgresErrorCodes.DiskFull => "Make room on the database server.",
            PostgresErrorCodes.ReadOnlySqlTransaction => "The server is read-only: make it writable, or point ConnectionString to the server that is.",
            PostgresErrorCodes.TooManyConnections => "Raise the server's limit of connections, or lower Maximum Pool Size in ConnectionString.",
            _ => null,
        },
    };
}
