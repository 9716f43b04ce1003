using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>
/// Which settings keep vendors from carrying a channel that their agents have: who only hears that nobody carries it
/// would look for the reason in the wrong place.
/// </summary>
internal static class WhyNot
{
    /// <summary>The sentence, and one more for each vendor that a setting keeps from it.</summary>
    public static string Tell(string sentence, Channel channel, IEnumerable<Vendor> vendors) =>
        string.Join(' ', vendors.Select(vendor => Of(vendor, channel)).OfType<string>().Prepend(sentence));

    private static string? Of(Vendor vendor, Channel channel) =>
        vendor.Channels.Contains(channel) || !vendor.Protocol.Channels.Contains(channel) ? null
        : vendor.Options.Attachments.WriteTo is null && VendorsOptions.NeedsFiles(vendor.Protocol, channel)
            ? $"Attachments:WriteTo of {vendor.Name} is not set."
            : $"Channels of {vendor.Name} does not name it.";
}
