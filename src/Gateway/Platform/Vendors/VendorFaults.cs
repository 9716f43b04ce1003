using Gateway.Platform.Bodies;
using Gateway.Platform.Settings;
using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>All that is wrong with the settings of one vendor, whatever its protocol.</summary>
internal static class VendorFaults
{
    private const int LongestExpiry = 168;
    private const string Reserved = "test";

    public static IEnumerable<string> Of(string name, VendorOptions vendor)
    {
        var at = $"Vendors:{name}:";
        if (name.Equals(Reserved, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{at} is the name that messages of test keys get instead of a vendor. Choose another name.";
        }

        foreach (var fault in OfDatabase(at, vendor).Concat(OfRates(at, vendor)))
        {
            yield return fault;
        }

        if (vendor.Attachments is { AgentPath: not null, WriteTo: null })
        {
            yield return $"{at}Attachments:AgentPath has no effect without {at}Attachments:WriteTo, the same directory as the gateway sees it.";
        }

        if (vendor.Protocol is not { } protocol)
        {
            yield return $"{at}Protocol is missing. {ProtocolWords.All.Expected}";
            yield break;
        }

        if (protocol.Staging.FromRoot && vendor.Attachments.AgentSees is { Length: > 0 } path && !IsFromRoot(path))
        {
            var setting = vendor.Attachments.AgentPath is null
                ? nameof(AttachmentsOptions.WriteTo)
                : nameof(AttachmentsOptions.AgentPath);
            yield return $"{at}Attachments:{setting} is '{path}', which does not begin at the root. Rows of {protocol.Name} "
                + $"name files by the whole path that the agent sees: set {at}Attachments:AgentPath.";
        }

        foreach (var fault in OfButtons(at, vendor, protocol))
        {
            yield return fault;
        }

        foreach (var fault in OfChannels(at, vendor, protocol).Concat(OfOthers(at, vendor, protocol)).Concat(ProtocolFaults.Of(at, protocol, vendor.SetupOf(protocol))))
        {
            yield return fault;
        }
    }

    /// <summary>On the agent's system, which may be another one than this one's.</summary>
    private static bool IsFromRoot(string path) =>
        path[0] is '/' or '\\'
        || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/');

    private static IEnumerable<string> OfDatabase(string at, VendorOptions vendor)
    {
        if (vendor.Database is null)
        {
            yield return $"{at}Database is missing. {ClosedSet.Of<DatabaseKind>().Expected}";
        }

        if (string.IsNullOrWhiteSpace(vendor.ConnectionString))
        {
            yield return $"{at}ConnectionString is missing.";
        }
        else if (vendor.Database is { } database)
        {
            foreach (var fault in ConnectionSetting.Faults($"{at}ConnectionString", database, vendor.ConnectionString))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> OfRates(string at, VendorOptions vendor)
    {
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

        if (vendor.SilenceSeconds is < 30 or > 86_400)
        {
            yield return $"{at}SilenceSeconds is {vendor.SilenceSeconds}; it is 30 to 86400.";
        }

        if (vendor.SilenceMessages is < 1 or > 10_000)
        {
            yield return $"{at}SilenceMessages is {vendor.SilenceMessages}; it is 1 to 10000.";
        }

        if (vendor.ExpireWindow is { Length: > 0 } window && !ExpireWindow.TryParse(window, out _))
        {
            yield return $"{at}ExpireWindow cannot be read; it is two different times of day, such as 05:00-06:00.";
        }
    }

    private static IEnumerable<string> OfChannels(string at, VendorOptions vendor, VendorProtocol protocol)
    {
        var channels = ClosedSet.Of(protocol.Channels);
        foreach (var channel in VendorsOptions.Words(vendor.Channels))
        {
            if (!channels.TryRead(channel, out var known))
            {
                yield return $"{at}Channels names '{channel}', which {protocol.Name} does not have. {channels.Expected}";
            }
            else if (vendor.Attachments.WriteTo is null && VendorsOptions.NeedsFiles(protocol, known))
            {
                yield return $"{at}Channels names '{channel}', which needs {at}Attachments:WriteTo, a directory that the agent reads.";
            }
        }
    }

    private static IEnumerable<string> OfButtons(string at, VendorOptions vendor, VendorProtocol protocol)
    {
        var given = VendorsOptions.Words(vendor.KakaoButtons).ToList();
        if (given.Count > 0 && protocol.CarriesWith(vendor.SetupOf(protocol)).ButtonTypes.Count == 0)
        {
            yield return $"{at}KakaoButtons has no effect: {protocol.Name} carries no Kakao messages. Remove it.";
        }

        foreach (var type in given.Where(type => !KakaoButton.Types.Contains(type)))
        {
            yield return $"{at}KakaoButtons names '{type}'. {ClosedSet.Expected(KakaoButton.Types)}";
        }
    }

    /// <summary>Settings of another protocol do nothing, so whoever gave them meant something else.</summary>
    private static IEnumerable<string> OfOthers(string at, VendorOptions vendor, VendorProtocol protocol) =>
        from other in VendorProtocols.All
        where other != protocol && vendor.SetupOf(other) != other.NewSettings()
        select $"{at}{other.Section} has no effect, because {at}Protocol is {protocol.Name}. Remove it.";
}
