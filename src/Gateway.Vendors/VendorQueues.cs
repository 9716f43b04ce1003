using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Xroshot;

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
        var database = DatabaseOf(settings);
        foreach (var name in NamesOf(settings))
        {
            VendorCommand.Identifier(name);
        }

        var korea = new KoreaTime(settings.TimeZone);
        var channels = settings.Channels ?? ChannelsOf(settings.Protocol);
        IVendorQueue queue = settings.Protocol switch
        {
            VendorProtocol.Kshot => new KshotQueue(database, settings, channels, korea, time),
            VendorProtocol.Bizppurio => new BizppurioQueue(database, settings, channels, korea, time),
            VendorProtocol.Xroshot => new XroshotQueue(database, settings, channels, korea, time),
        };
        return new BoundedQueue(queue, time, changed);
    }

    /// <summary>The faxes that the vendor's agent receives; null when its protocol has none, or no directory is set for them.</summary>
    public static IReceivedFaxes? CreateReceivedFaxes(VendorSettings settings, TimeProvider time) => settings.Protocol switch
    {
        VendorProtocol.Xroshot when !string.IsNullOrEmpty(settings.Xroshot.ReceiveDirectory) =>
            new BoundedFaxes(new XroshotReceivedFaxes(DatabaseOf(settings), settings.Xroshot, settings.CreateTables, new KoreaTime(settings.TimeZone)), time),
        VendorProtocol.Kshot or VendorProtocol.Bizppurio or VendorProtocol.Xroshot => null,
    };

    /// <summary>The agent's own statistics; null when its protocol has none.</summary>
    public static IVendorCounters? CreateCounters(VendorSettings settings) => settings.Protocol switch
    {
        VendorProtocol.Xroshot => new BoundedCounters(new XroshotCounters(DatabaseOf(settings), settings.Xroshot, new KoreaTime(settings.TimeZone))),
        VendorProtocol.Kshot or VendorProtocol.Bizppurio => null,
    };

    /// <summary>What a fault of a vendor's database means, with its remedy where it is known.</summary>
    public static string Explain(Exception fault) => Remedy.Of(fault);

    /// <summary>The channels that a protocol can carry.</summary>
    public static IReadOnlyList<Channel> ChannelsOf(VendorProtocol protocol) => protocol switch
    {
        VendorProtocol.Kshot => [Channel.Sms, Channel.Lms, Channel.Mms, Channel.Fax, Channel.AlimTalk],
        VendorProtocol.Bizppurio => [Channel.Sms, Channel.Lms, Channel.Mms, Channel.AlimTalk, Channel.FriendTalk, Channel.Fax, Channel.Voice],
        VendorProtocol.Xroshot => [Channel.Sms, Channel.Lms, Channel.Mms, Channel.Voice, Channel.Fax],
    };

    /// <summary>How files must lie for the agents of a protocol.</summary>
    public static StagingRules StagingOf(VendorProtocol protocol) => protocol switch
    {
        VendorProtocol.Kshot => KshotStaging.Rules,
        VendorProtocol.Bizppurio => BizppurioStaging.Rules,
        VendorProtocol.Xroshot => XroshotStaging.Rules,
    };

    /// <summary>The file with buttons and picture that a protocol wants beside the row, to be staged as <c>*.json</c> and named in <see cref="KakaoContent.File"/>; null when it wants none.</summary>
    public static byte[]? KakaoFileOf(VendorProtocol protocol, KakaoContent kakao) => protocol switch
    {
        VendorProtocol.Bizppurio => BizppurioKakaoFile.Of(kakao),
        VendorProtocol.Kshot or VendorProtocol.Xroshot => null,
    };

    /// <summary>The buttons as they go into a column of the row; null when there are none, or the protocol wants them in a file.</summary>
    public static string? KakaoButtonsOf(VendorProtocol protocol, KakaoContent kakao) => protocol switch
    {
        VendorProtocol.Kshot => KshotRows.Buttons(kakao),
        VendorProtocol.Bizppurio or VendorProtocol.Xroshot => null,
    };

    /// <summary>
    /// The types of Kakao's buttons that a protocol has, as far as the manuals and public sources tell (docs/vendors).
    /// </summary>
    public static IReadOnlyList<string> KakaoButtonTypesOf(VendorProtocol protocol) => protocol switch
    {
        VendorProtocol.Bizppurio => [.. KakaoButton.CommonTypes, "AC", "BC", "BT", "P1", "P2", "P3"],
        VendorProtocol.Kshot => KakaoButton.CommonTypes,
        VendorProtocol.Xroshot => [],
    };

    /// <summary>What a protocol itself can send when a Kakao message cannot be delivered (docs/vendors).</summary>
    public static IReadOnlyList<Channel> FallbacksOf(VendorProtocol protocol) => protocol switch
    {
        VendorProtocol.Kshot => [Channel.Sms, Channel.Lms],
        VendorProtocol.Bizppurio => [Channel.Sms, Channel.Lms, Channel.Mms],
        VendorProtocol.Xroshot => [],
    };

    /// <summary>True when a text can be the name of a table or column: letters, digits and _, at most 60.</summary>
    public static bool IsPlainName(string name) => VendorCommand.IsPlain(name);

    /// <summary>What is wrong with a connection string, each as the rest of a sentence that begins with its name; none when the driver takes it.</summary>
    public static IEnumerable<string> ConnectionProblemsOf(DatabaseKind database, string connectionString) => database switch
    {
        DatabaseKind.PostgreSql => PostgreSqlDatabase.Problems(connectionString),
        DatabaseKind.MySql => MySqlSettings.Problems(connectionString),
    };

    private static VendorDatabase DatabaseOf(VendorSettings settings) => settings.Database switch
    {
        DatabaseKind.PostgreSql => new PostgreSqlDatabase(settings.ConnectionString),
        DatabaseKind.MySql => new MySqlDatabase(settings.ConnectionString),
    };

    /// <summary>The names of tables and columns in the settings of the protocol, checked at once and not at the first use.</summary>
    private static IEnumerable<string> NamesOf(VendorSettings settings) => (settings.Protocol switch
    {
        VendorProtocol.Kshot => new[]
        {
            settings.Kshot.QueueTable, settings.Kshot.ResultTable, settings.Kshot.LogTable, settings.Kshot.CorrelationColumn, settings.Kshot.SubIdColumn, settings.Kshot.OriginCodeColumn,
            settings.Kshot.WatchdogTable,
        },
        VendorProtocol.Bizppurio => [settings.Bizppurio.MessageTable, settings.Bizppurio.LogTable],
        VendorProtocol.Xroshot => [settings.Xroshot.CorrelationColumn, string.IsNullOrEmpty(settings.Xroshot.TableSuffix) ? null : settings.Xroshot.TableSuffix],
    }).OfType<string>();
}
