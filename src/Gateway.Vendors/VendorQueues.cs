using Gateway.Vendors.Databases;

namespace Gateway.Vendors;

/// <summary>Makes the adapter for a configured vendor. Nothing is connected yet.</summary>
public static class VendorQueues
{
    /// <summary>Throws <see cref="ArgumentException"/> when a setting, such as a table name or the connection string, has an impossible form.</summary>
    /// <param name="settings">Of one install.</param>
    /// <param name="time">Of rows and of what is told.</param>
    /// <param name="changed">Called when <see cref="IVendorQueue.Writing"/> or <see cref="IVendorQueue.Reading"/> becomes null or is so no longer. Must return at once.</param>
    public static IVendorQueue Create(VendorSettings settings, TimeProvider time, Action? changed = null)
    {
        var install = InstallOf(settings, time);

        // Names of tables and columns are checked at once and not at the first use.
        foreach (var (_, name) in settings.Setup.Names())
        {
            _ = name is null ? null : VendorCommand.Identifier(name);
        }

        return new BoundedQueue(settings.Protocol.CreateQueue(install), time, changed);
    }

    /// <summary>The faxes that the vendor's agent receives; null when its protocol has none, or no directory is set for them.</summary>
    public static IReceivedFaxes? CreateReceivedFaxes(VendorSettings settings, TimeProvider time) =>
        settings.Setup is IReceiveFaxes { ReceiveDirectory.Length: > 0 }
        && settings.Protocol.CreateReceivedFaxes(InstallOf(settings, time)) is { } faxes ? new BoundedFaxes(faxes, time) : null;

    /// <summary>
    /// The short messages that the vendor's agent receives; null when its protocol has none, or they are not wanted.
    /// </summary>
    public static IReceivedMessages? CreateReceivedMessages(VendorSettings settings, TimeProvider time) =>
        settings.Setup is IReceiveMessages { ReceiveMessages: true }
        && settings.Protocol.CreateReceivedMessages(InstallOf(settings, time)) is { } messages
            ? new BoundedMessages(messages, time)
            : null;

    /// <summary>The agent's own statistics; null when its protocol has none.</summary>
    public static IVendorCounters? CreateCounters(VendorSettings settings) =>
        settings.Protocol.CreateCounters(InstallOf(settings, TimeProvider.System)) is { } counters ? new BoundedCounters(counters) : null;

    /// <summary>What a fault of a vendor's database means, with its remedy where it is known.</summary>
    public static string Explain(Exception fault) => Remedy.Of(fault);

    /// <summary>True when a text can be the name of a table or column: letters, digits and _, at most 60.</summary>
    public static bool IsPlainName(string name) => VendorCommand.IsPlain(name);

    /// <summary>What is wrong with a connection string, each as the rest of a sentence that begins with its name; none when the driver takes it.</summary>
    public static IEnumerable<string> ConnectionProblemsOf(DatabaseKind database, string connectionString) => database switch
    {
        DatabaseKind.PostgreSql => PostgreSqlDatabase.Problems(connectionString),
        DatabaseKind.MySql => MySqlSettings.Problems(connectionString),
    };

    internal static VendorInstall InstallOf(VendorSettings settings, TimeProvider time) => new(settings, DatabaseOf(settings), time);

    private static VendorDatabase DatabaseOf(VendorSettings settings) => settings.Database switch
    {
        DatabaseKind.PostgreSql => new PostgreSqlDatabase(settings.ConnectionString),
        DatabaseKind.MySql => new MySqlDatabase(settings.ConnectionString),
    };
}
