using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Platform.Settings;

/// <summary>
/// What is doubtful about the settings but lets the rest work, and may mend itself, such as a share that is mounted a
/// little later.
/// </summary>
internal static class StartWarnings
{
    public static IEnumerable<string> Find(GatewayOptions gateway, VendorsOptions vendors)
    {
        if (vendors.Vendors.Count == 0)
        {
            yield return "No vendor is configured, so every message is refused. Set Vendors:<name>:Protocol, Database and ConnectionString.";
        }

        // A directory that the operator chose must work: that is a fault, found before.
        if (!gateway.Files.IsChosen && WritableDirectory.FindFault(gateway.Files.Directory) is { } fault)
        {
            yield return $"No file can be uploaded: {fault} Set Gateway:Files:Root to a directory that can be written.";
        }

        foreach (var (name, vendor) in vendors.Vendors)
        {
            if (vendor.Attachments.WriteTo is { } directory
                && CarriesFiles(vendor)
                && WritableDirectory.FindFaultOfShared(directory) is { } unusable)
            {
                yield return $"Vendors:{name}:Attachments:WriteTo cannot be used: {unusable} Messages with files wait for it; others go on.";
            }

            if (vendor.Protocol is { } protocol
                && vendor.SetupOf(protocol) is IReceiveFaxes { ReceiveDirectory: { Length: > 0 } received } && !Directory.Exists(received))
            {
                yield return $"Vendors:{name}:{protocol.Section}:ReceiveDirectory cannot be used: the directory '{received}' does not exist. Received faxes wait for it.";
            }
        }
    }

    private static bool CarriesFiles(VendorOptions vendor) => VendorsOptions.ChannelsOf(vendor).Any(channel => channel is Channel.Mms or Channel.Fax or Channel.Voice or Channel.AlimTalk or Channel.FriendTalk);
}
