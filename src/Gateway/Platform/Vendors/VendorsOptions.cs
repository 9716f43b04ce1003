using Gateway.Platform.Bodies;
using Gateway.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Vendors;

/// <summary>All sections <c>Vendors:&lt;name&gt;</c>.</summary>
internal sealed class VendorsOptions
{
    public Dictionary<string, VendorOptions> Vendors { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The channels of a vendor: those it names, or all that its protocol has and that work without files where it has
    /// no directory for them.
    /// </summary>
    public static IEnumerable<Channel> ChannelsOf(VendorOptions vendor) => string.IsNullOrWhiteSpace(vendor.Channels)
        ? vendor.Protocol?.Channels.Where(channel => vendor.Attachments.WriteTo is not null || !NeedsFiles(vendor.Protocol, channel)) ?? []
        : Words(vendor.Channels).Select(name => ClosedSet.Of<Channel>().Find(name)).OfType<Channel>();

    /// <summary>
    /// True when a message of the channel always brings a file. A fax may name a document on the vendor's server
    /// instead.
    /// </summary>
    public static bool NeedsFiles(VendorProtocol protocol, Channel channel) =>
        channel == Channel.Mms || (channel == Channel.Fax && !protocol.Carries.ServerFiles);

    /// <summary>What the vendor's rows have a place for; its settings may add types of buttons.</summary>
    public static Carries CarriesOf(VendorProtocol protocol, VendorOptions vendor)
    {
        var carries = protocol.CarriesWith(vendor.SetupOf(protocol));
        return carries with { ButtonTypes = [.. carries.ButtonTypes, .. Words(vendor.KakaoButtons)] };
    }

    /// <summary>The words of a setting that is a list.</summary>
    internal static IEnumerable<string> Words(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Reports every fault of every vendor's settings at once, each with its full name.</summary>
internal sealed class VendorsOptionsValidator : IValidateOptions<VendorsOptions>
{
    public ValidateOptionsResult Validate(string? name, VendorsOptions options)
    {
        var faults = options.Vendors.SelectMany(vendor => VendorFaults.Of(vendor.Key, vendor.Value)).ToList();
        faults.AddRange(SameTables.Find(options));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
