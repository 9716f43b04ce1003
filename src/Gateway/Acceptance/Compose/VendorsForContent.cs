using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Files;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Compose;

/// <summary>
/// Vendors differ in the files, buttons, fallbacks and sub-accounts that they take: a message that names no vendor is
/// not refused by one while another would take it.
/// </summary>
internal static class VendorsForContent
{
    /// <summary>Names of those that find least wrong with a message; null: all of them.</summary>
    /// <param name="request">With all defaults.</param>
    /// <param name="channel">Its channel.</param>
    /// <param name="files">Those that it names.</param>
    /// <param name="vendors">All that are configured.</param>
    /// <param name="allowed">Names of those that its account may use; null: all.</param>
    public static IReadOnlyList<string>? Of(
        SendMessageRequest request,
        Channel channel,
        IReadOnlyDictionary<Guid, StoredFile> files,
        VendorTable vendors,
        IReadOnlyList<string>? allowed)
    {
        if (channel is Channel.Sms or Channel.Lms && request is { SubId: null, BillingId: null })
        {
            return allowed;
        }

        var carriers = vendors.All
            .Where(vendor => vendor.Channels.Contains(channel))
            .Where(vendor => vendor.IsAmong(allowed))
            .ToList();
        if (carriers.Count < 2)
        {
            return allowed;
        }

        var content = StoredContent.Of(request, channel);
        return carriers
            .GroupBy(Faults, static vendor => vendor.Name)
            .MinBy(static same => same.Key)?.ToList() ?? allowed;

        int Faults(Vendor vendor)
        {
            var check = new ContentCheck(content, vendor, files, []) { Asked = request };
            FieldRules.Check(check);
            return check.Faults.Count;
        }
    }
}
