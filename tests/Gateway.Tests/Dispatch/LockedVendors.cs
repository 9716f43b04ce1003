using System.Globalization;
using Gateway.Tests.Support;
using Gateway.Vendors;

namespace Gateway.Tests.Dispatch;

/// <summary>One vendor of <see cref="LockedTables"/> with a database of its own, and what another session holds in it.</summary>
/// <param name="Protocol">Of the vendor.</param>
/// <param name="Place">Of the table: <c>queue</c>, <c>result</c>, <c>detail</c>, <c>log</c>, <c>ledger</c>, <c>packed</c>, or <c>results</c> for all that are only read.</param>
/// <param name="Lock">Such as <c>write</c>.</param>
/// <param name="Stops">The lock stands in the gateway's way.</param>
internal sealed record LockedVendor(string Protocol, string Place, string Lock, bool Stops)
{
    private static readonly Dictionary<string, (string Queue, string[] Results, string Marker)> Tables = new()
    {
        ["kshot"] = ("agent_msgqueue", ["agent_msgresult", "agent_msglog_"], "etc1"),
        ["bizppurio"] = ("BIZ_MSG", ["BIZ_LOG_"], "CMID"),
        ["xroshot"] = ("SDK_SMS_SEND", ["SDK_SMS_REPORT"], "RESERVED9"),
        ["emma"] = ("em_smt_tran", ["em_smt_log_"], "mt_refkey"),
        ["lguplus"] = ("SC_TRAN", ["SC_LOG_"], "TR_ETC1"),
    };

    public string Name => $"{Protocol}{Place}{Lock}";

    public required Rows Database { get; init; }

    /// <summary>The gateway only reads this table.</summary>
    public bool IsRead => Place is "result" or "results" or "detail" or "log";

    /// <summary>Messages that were accepted for it.</summary>
    public int Sent { get; set; }

    /// <summary>Seconds from the lock to the first word of it.</summary>
    public double? ToldAfter { get; set; }

    public string? Told { get; set; }

    /// <summary>All of a kind of database. A lock of MySQL that only hinders writers is tried on the tables that are only read too: nothing happens.</summary>
    public static IEnumerable<(string Protocol, string Place, string Lock, bool Stops)> Cases(DatabaseKind kind)
    {
        foreach (var (protocol, places) in new[]
        {
            ("kshot", new[] { "queue", "result", "log", "ledger" }),
            ("bizppurio", ["queue", "log", "ledger"]),
            ("xroshot", ["queue", "result", "detail", "ledger", "packed"]),
            ("emma", ["queue", "log", "ledger"]),
            ("lguplus", ["queue", "log", "ledger"]),
        })
        {
            foreach (var place in places)
            {
                yield return (protocol, place, kind == DatabaseKind.MySql ? "write" : "exclusive", true);
                if (kind == DatabaseKind.MySql && place is "queue" or "ledger")
                {
                    yield return (protocol, place, "read", true);
                    yield return (protocol, place, "rows", true);
                }
            }

            // PostgreSQL's row locks stop no new rows.
            if (kind == DatabaseKind.PostgreSql)
            {
                yield return (protocol, "queue", "rows", false);
                yield return (protocol, "ledger", "rows", false);
            }
        }

        yield return ("kshot", "results", "rows", false);
        if (kind == DatabaseKind.MySql)
        {
            yield return ("kshot", "results", "read", false);
        }
    }

    public async Task<TableLock> TakeAsync()
    {
        var tables = await TablesAsync();
        return await TableLock.TakeAsync(Database, Lock switch
        {
            "read" => [$"LOCK TABLES {string.Join(", ", tables.Select(table => table + " READ"))}"],
            "write" => [$"LOCK TABLES {string.Join(", ", tables.Select(table => table + " WRITE"))}"],
            "exclusive" => ["BEGIN", .. tables.Select(table => $"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")],
            _ => ["BEGIN", .. tables.Select(table => $"SELECT * FROM {table} FOR UPDATE")],
        });
    }

    /// <summary>Rows with our key in all of its tables, and how many keys they have.</summary>
    public async Task<(long Rows, long Keys)> CountAsync()
    {
        var (queue, results, marker) = Tables[Protocol];
        var all = new List<string> { queue };
        foreach (var result in results)
        {
            all.AddRange(await FindAsync(result));
        }

        var union = string.Join(" UNION ALL ", all.Where(table => !table.Contains("DETAIL", StringComparison.OrdinalIgnoreCase)).Select(table => $"SELECT {marker} AS k FROM {table}"));
        var counts = (await Database.QueryAsync($"SELECT count(*) AS n, count(DISTINCT k) AS d FROM ({union}) AS a")).Single();
        return (Convert.ToInt64(counts["n"], CultureInfo.InvariantCulture), Convert.ToInt64(counts["d"], CultureInfo.InvariantCulture));
    }

    /// <summary>Nothing is logged yet when it is empty.</summary>
    public async Task<bool> HasLogAsync() => Protocol == "xroshot" || (await FindAsync(Tables[Protocol].Results[^1])).Count > 0;

    private async Task<IReadOnlyList<string>> TablesAsync()
    {
        var (queue, results, _) = Tables[Protocol];
        return Place switch
        {
            "queue" => [queue],
            "ledger" => ["gateway_handover"],
            "packed" => ["gateway_packed"],
            "result" => [results[0]],
            "detail" => [results[0] + "_DETAIL"],
            "log" => await FindAsync(results[^1]),
            _ => [results[0], .. await FindAsync(results[^1])],
        };
    }

    private async Task<List<string>> FindAsync(string start)
    {
        var schema = Database.IsMySql ? "DATABASE()" : "current_schema()";
        var rows = await Database.QueryAsync($"SELECT table_name AS name FROM information_schema.tables WHERE table_schema = {schema} AND lower(table_name) LIKE lower('{start.Replace("_", "\\_", StringComparison.Ordinal)}%')");
        return [.. rows.Select(row => (string)row["name"]!)];
    }
}
