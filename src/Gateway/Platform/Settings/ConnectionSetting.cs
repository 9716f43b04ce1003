using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Platform.Settings;

/// <summary>A setting that is a connection string.</summary>
internal static class ConnectionSetting
{
    /// <summary>
    /// What is wrong with it, one line for each fault; nothing when it is empty, which is told elsewhere. No line
    /// carries a value.
    /// </summary>
    public static IEnumerable<string> Faults(string setting, DatabaseKind database, string text)
    {
        var faults = ConnectionText.FindFaults(database, text);
        var words = database == DatabaseKind.MySql
            ? VendorQueues.ConnectionProblemsOf(database, text)
            : faults.Select(Words);
        foreach (var (fault, problem) in faults.Zip(words))
        {
            yield return $"{setting} {problem}{(fault is { IsUnknown: true, Keyword: { } keyword } ? NearName.Hint(keyword, ConnectionText.KeywordsOf(database)) : "")}";
        }

        if (faults.Count == 0
            && database == DatabaseKind.PostgreSql
            && text.Length > 0
            && !ConnectionText.HasHost(text))
        {
            yield return $"{setting} names no Host.";
        }
    }

    private static string Words(ConnectionFault fault) => fault switch
    {
        { Keyword: null } => "is no connection string. It has the form Host=…;Database=…; with keywords and values.",
        { IsUnknown: true } => $"has the keyword '{fault.Keyword}', which the driver does not know.",
        _ => $"has a value at '{fault.Keyword}' that cannot be read.",
    };
}
