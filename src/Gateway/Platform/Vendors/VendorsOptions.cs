using Gateway.Vendors;
using Gateway.Vendors.Bizppurio;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Vendors;

/// <summary>All sections <c>Vendors:&lt;name&gt;</c>.</summary>
internal sealed class VendorsOptions
{
    public Dictionary<string, VendorOptions> Vendors { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The channels of a vendor: those it names, or all that its protocol has and that work without files where it has no directory for them.</summary>
    public static IEnumerable<Channel> ChannelsOf(VendorOptions vendor) => string.IsNullOrWhiteSpace(vendor.Channels)
        ? VendorQueues.ChannelsOf(vendor.Protocol ?? default).Where(channel => vendor.Attachments.WriteTo is not null || !NeedsFiles(vendor.Protocol ?? default, channel))
        : Names(vendor).Select(name => Enum.Parse<Channel>(name, ignoreCase: true));

    /// <summary>True when a message of the channel always brings a file. Xroshot's fax can name a document on the vendor's server instead.</summary>
    public static bool NeedsFiles(VendorProtocol protocol, Channel channel) => channel == Channel.Mms || (channel == Channel.Fax && protocol != VendorProtocol.Xroshot);

    internal static IEnumerable<string> Names(VendorOptions vendor) =>
        (vendor.Channels ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Reports every fault of every vendor's settings at once, each with its full name.</summary>
internal sealed class VendorsOptionsValidator : IValidateOptions<VendorsOptions>
{
    private const int LongestExpiry = 168;
    private const string Reserved = "test";

    public ValidateOptionsResult Validate(string? name, VendorsOptions options)
    {
        var faults = options.Vendors.SelectMany(vendor => Faults(vendor.Key, vendor.Value)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(string name, VendorOptions vendor)
    {
        var at = $"Vendors:{name}:";
        if (vendor.Protocol is not { } protocol)
        {
            yield return $"{at}Protocol is missing: kshot, bizppurio or xroshot.";
            yield break;
        }

        if (name.Equals(Reserved, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{at} is the name that messages of test keys get instead of a vendor. Choose another name.";
        }

        if (vendor.Database is null)
        {
            yield return $"{at}Database is missing: postgresql or mysql.";
        }

        if (string.IsNullOrWhiteSpace(vendor.ConnectionString))
        {
            yield return $"{at}ConnectionString is missing.";
        }
        else if (vendor.Database is { } database)
        {
            foreach (var problem in VendorQueues.ConnectionProblemsOf(database, vendor.ConnectionString))
            {
                yield return $"{at}ConnectionString {problem}";
            }
        }

        if (vendor.Tps < 1)
        {
            yield return $"{at}Tps is {vendor.Tps}; it is at least 1.";
        }

        if (vendor.MaxQueued < 1)
        {
            yield return $"{at}MaxQueued is {vendor.MaxQueued}; it is at least 1.";
        }

        if (vendor.ExpireHours is < 1 or > LongestExpiry)
        {
            yield return $"{at}ExpireHours is {vendor.ExpireHours}; it is 1 to {LongestExpiry}.";
        }

        if (vendor.ExpireWindow is { Length: > 0 } window && !ExpireWindow.TryParse(window, out _))
        {
            yield return $"{at}ExpireWindow is '{window}'; it is two different times of day, such as 05:00-06:00.";
        }

        if (protocol == VendorProtocol.Bizppurio && vendor.Bizppurio.ValidMinutes is < BizppurioSettings.LeastValidMinutes or > BizppurioSettings.MostValidMinutes)
        {
            yield return $"{at}Bizppurio:ValidMinutes is {vendor.Bizppurio.ValidMinutes}; it is {BizppurioSettings.LeastValidMinutes} to {BizppurioSettings.MostValidMinutes}.";
        }

        foreach (var channel in VendorsOptions.Names(vendor))
        {
            if (!Enum.TryParse<Channel>(channel, ignoreCase: true, out var parsed) || !VendorQueues.ChannelsOf(protocol).Contains(parsed))
            {
                yield return $"{at}Channels names '{channel}', which {protocol.ToString().ToLowerInvariant()} does not have.";
            }
            else if (vendor.Attachments.WriteTo is null && VendorsOptions.NeedsFiles(protocol, parsed))
            {
                yield return $"{at}Channels names '{channel}', which needs {at}Attachments:WriteTo, a directory that the agent reads.";
            }
        }

        foreach (var (setting, value) in Names(vendor, protocol))
        {
            if (value is not null && !VendorQueues.IsPlainName(value))
            {
                yield return $"{at}{setting} is '{value}', which cannot be a table or column: letters, digits and _ only, at most 60.";
            }
        }

        if (vendor.Kshot.CorrelationColumn is { } correlation
            && (correlation.Equals(vendor.Kshot.SubIdColumn, StringComparison.OrdinalIgnoreCase) || correlation.Equals(vendor.Kshot.OriginCodeColumn, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"{at}Kshot:CorrelationColumn '{correlation}' is also used for something else. Choose a free column.";
        }
    }

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
