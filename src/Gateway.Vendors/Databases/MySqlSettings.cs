using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace Gateway.Vendors.Databases;

/// <summary>
/// Connection strings of MySQL and MariaDB: what is wrong with one, and what the adapters need whatever it says.
/// </summary>
internal static class MySqlSettings
{
    private const string AllOptions = "https://mysqlconnector.net/connection-options/";

    /// <summary>
    /// Options of Oracle's MySql.Data, which was the driver before: somebody may still have them in a connection
    /// string.
    /// </summary>
    private static readonly HashSet<string> Former = new(StringComparer.OrdinalIgnoreCase)
    {
        "allowbatch", "blobasutf8excludepattern", "blobasutf8includepattern", "cacheserverproperties", "checkparameters", "commandinterceptors", "defaultauthenticationplugin",
        "defaulttablecacheage", "dnssrv", "exceptioninterceptors", "functionsreturnstring", "includesecurityasserts", "integratedsecurity", "logging", "ociconfigfile",
        "ociconfigprofile", "oldsyntax", "password1", "password2", "password3", "procedurecachesize", "replication", "respectbinaryflags", "sharedmemoryname", "sqlservermode",
        "tablecaching", "treatblobsasutf8", "useoldsyntax", "useperformancemonitor", "useprocedurebodies", "useusageadvisor", "webauthnactionrequested",
    };

    /// <summary>
    /// Every fault, each in words that say what to do; none when the driver takes the connection string.
    /// </summary>
    public static IEnumerable<string> Problems(string connectionString)
    {
        DbConnectionStringBuilder named;
        try
        {
            named = new DbConnectionStringBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException fault)
        {
            return [$"cannot be read: {fault.Message}"];
        }

        return named.Keys.Cast<string>().Select(option => Problem(option, named[option])).OfType<string>();
    }

    /// <summary>
    /// The connection string with what the adapters rely on. Throws <see cref="ArgumentException"/> when it has a
    /// fault.
    /// </summary>
    public static string Complete(string connectionString)
    {
        var problems = Problems(connectionString).ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException(
                $"The connection string {string.Join(" It ", problems)}", nameof(connectionString));
        }

        var builder = new MySqlConnectionStringBuilder(connectionString)
        {
            // The manuals have numbers in TINYINT(1), which the driver would read as true and false.
            TreatTinyAsBoolean = false,

            // An install may keep our key in a CHAR(36), which the driver would read as a GUID with dashes.
            GuidFormat = MySqlGuidFormat.None,

            // Pomelo takes no connection without these two. What the adapters count are rows that are gone, or rows
            // whose time was another before: found and changed are the same there.
            UseAffectedRows = false,
            AllowUserVariables = true,

            // Wall-clock times of the vendor, of no zone that the driver could know. 0000-00-00 is read as "no time".
            DateTimeKind = MySqlDateTimeKind.Unspecified,
            ConvertZeroDateTime = true,
            AllowZeroDateTime = false,

            // Doubled backslashes are right in every session that means them, and harmless in the others; the sessions
            // that write are set right (strict-mode.sql).
            NoBackslashEscapes = false,
        };

        // Sessions are the gateway's alone, and each sets the mode and the isolation that it needs: nothing is left to
        // reset. A ping finds out whether one is still there.
        if (!new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>().Select(Plain).Contains("connectionreset"))
        {
            builder.ConnectionReset = false;
        }

        return builder.ConnectionString;
    }

    private static string? Problem(string option, object? value)
    {
        try
        {
            new MySqlConnectionStringBuilder()[option] = value;
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            return Former.Contains(Plain(option))
                ? $"has '{option}', an option of the driver MySql.Data, which MySqlConnector does not have. Leave it out."
                : IsKnown(option)
                    ? $"has a value for '{option}' that it cannot have. See {AllOptions}"
                    : $"has '{option}', which is no option of MySqlConnector. See {AllOptions}";
        }
    }

    private static bool IsKnown(string option)
    {
        try
        {
            _ = new MySqlConnectionStringBuilder()[option];
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Plain(string option) =>
        option.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLower(
            CultureInfo.InvariantCulture);
}
