using System.Text;
using Gateway.Vendors;
using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Xroshot;

namespace Gateway.Platform.Vendors;

/// <summary>What is wrong with the settings of a vendor's protocol.</summary>
internal static class ProtocolFaults
{
    private const int MostEtcColumns = 9;
    private const int MostMentType = 4;
    private const int LongestUserId = 20;

    public static IEnumerable<string> Of(string at, VendorOptions vendor, VendorProtocol protocol) => OfNames(at, vendor, protocol).Concat(protocol switch
    {
        VendorProtocol.Kshot => OfKshot($"{at}Kshot:", vendor.Kshot),
        VendorProtocol.Bizppurio => OfBizppurio($"{at}Bizppurio:", vendor.Bizppurio),
        VendorProtocol.Xroshot => OfXroshot($"{at}Xroshot:", vendor.Xroshot),
    });

    private static IEnumerable<string> OfKshot(string at, KshotSettings kshot)
    {
        if (kshot.CorrelationColumn.Equals(kshot.SubIdColumn, StringComparison.OrdinalIgnoreCase) || kshot.CorrelationColumn.Equals(kshot.OriginCodeColumn, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{at}CorrelationColumn '{kshot.CorrelationColumn}' is also used for something else. Choose a free column.";
        }

        if (kshot.EtcColumns is < 1 or > MostEtcColumns)
        {
            yield return $"{at}EtcColumns is {kshot.EtcColumns}; it is 1 to {MostEtcColumns}.";
        }

        if (kshot.OriginCode is not null && kshot.OriginCodeColumn is null)
        {
            yield return $"{at}OriginCode has no effect without {at}OriginCodeColumn, the column that it goes into.";
        }
    }

    private static IEnumerable<string> OfBizppurio(string at, BizppurioSettings bizppurio)
    {
        if (bizppurio.ValidMinutes is < BizppurioSettings.LeastValidMinutes or > BizppurioSettings.MostValidMinutes)
        {
            yield return $"{at}ValidMinutes is {bizppurio.ValidMinutes}; it is {BizppurioSettings.LeastValidMinutes} to {BizppurioSettings.MostValidMinutes}.";
        }
    }

    private static IEnumerable<string> OfXroshot(string at, XroshotSettings xroshot)
    {
        if (xroshot.VoiceType is < 0 or > 1)
        {
            yield return $"{at}VoiceType is {xroshot.VoiceType}; it is 0 (female) or 1 (male).";
        }

        if (xroshot.MentType is < 0 or > MostMentType)
        {
            yield return $"{at}MentType is {xroshot.MentType}; it is 0 to {MostMentType}.";
        }

        if (Encoding.UTF8.GetByteCount(xroshot.UserId) is 0 or > LongestUserId)
        {
            yield return $"{at}UserId must have 1 to {LongestUserId} bytes.";
        }
    }

    private static IEnumerable<string> OfNames(string at, VendorOptions vendor, VendorProtocol protocol) =>
        Names(vendor, protocol).Where(name => name.Value is not null && !VendorQueues.IsPlainName(name.Value))
            .Select(name => $"{at}{name.Setting} cannot be the name of a table or column: letters, digits and _ only, at most 60.");

    /// <summary>Settings that become names of tables and columns.</summary>
    private static (string Setting, string? Value)[] Names(VendorOptions vendor, VendorProtocol protocol) => protocol switch
    {
        VendorProtocol.Kshot =>
        [
            ("Kshot:QueueTable", vendor.Kshot.QueueTable), ("Kshot:ResultTable", vendor.Kshot.ResultTable), ("Kshot:LogTable", vendor.Kshot.LogTable),
            ("Kshot:CorrelationColumn", vendor.Kshot.CorrelationColumn), ("Kshot:SubIdColumn", vendor.Kshot.SubIdColumn), ("Kshot:OriginCodeColumn", vendor.Kshot.OriginCodeColumn),
            ("Kshot:WatchdogTable", vendor.Kshot.WatchdogTable),
        ],
        VendorProtocol.Bizppurio => [("Bizppurio:MessageTable", vendor.Bizppurio.MessageTable), ("Bizppurio:LogTable", vendor.Bizppurio.LogTable)],
        VendorProtocol.Xroshot => [("Xroshot:CorrelationColumn", vendor.Xroshot.CorrelationColumn), ("Xroshot:TableSuffix", vendor.Xroshot.TableSuffix)],
    };
}
