using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Accounts;
using Gateway.Files;
using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Compose;

/// <summary>
/// The second leg of a request with <c>fallback.by: gateway</c>: its vendor is chosen, and everything about it is checked, when the message is accepted. A fallback that turns out to be impossible
/// when it is needed would be worth nothing.
/// </summary>
internal sealed class PlanFallback(VendorTable vendors, Routing routing)
{
    private static readonly Channel[] Channels = [Channel.Sms, Channel.Lms, Channel.Mms];

    /// <summary>What its text is checked with; null when there is none, or when it has faults.</summary>
    public ContentCheck? Plan(SendMessageRequest request, Channel channel, Vendor first, IReadOnlyDictionary<Guid, StoredFile> files, KnownKey caller, ICollection<Fault> faults)
    {
        if (!request.FallsBackByGateway() || request.Fallback is not { } fallback || ChannelOf(fallback, caller, faults) is not { } next || VendorOf(fallback, next, channel, first, caller, faults) is not { } vendor)
        {
            return null;
        }

        if (request.Voice?.SmsOnFailure == true)
        {
            faults.Add(new Fault("/voice/smsOnFailure", "contradicts_fallback", "The vendor and the gateway would both send something. Leave one of them out."));
        }

        var same = vendor == first;
        var second = new StoredContent
        {
            Channel = next,
            Text = fallback.Text ?? request.Text,
            Subject = fallback.Subject ?? (next == Channel.Sms ? null : request.Subject),
            Purpose = request.PurposeOrDefault(),
            SubId = same ? request.SubId : null,
            BillingId = same ? request.BillingId : null,
            Details = new MessageDetails
            {
                Attachments = fallback.Attachments is { Count: > 0 } attachments ? [.. attachments] : null,
            },
        };
        var check = new ContentCheck(second, vendor, files, [])
        {
            AdvertisementMarks = caller.AdvertisementMarks,
            Replaces = request.OnUnmappable == OnUnmappable.Replace,
        };
        FieldRules.Check(check);
        Tell(check, fallback, faults);
        return check;
    }

    /// <summary>Hands over what was found since, told of the fields that the caller wrote. What the message itself has already is told once.</summary>
    public static void Tell(ContentCheck check, FallbackRequest fallback, ICollection<Fault> faults)
    {
        foreach (var fault in check.Faults.Select(fault => fault with { Pointer = Pointer(fault, fallback) }).Where(fault => !faults.Any(known => known.Pointer == fault.Pointer && known.Code == fault.Code)).ToList())
        {
            faults.Add(fault);
        }

        check.Faults.Clear();
    }

    private static string Pointer(Fault fault, FallbackRequest fallback) => fault.Pointer switch
    {
        "/text" when fallback.Text is not null || fault.Code == "required" => "/fallback/text",
        "/subject" when fallback.Subject is not null => "/fallback/subject",
        _ when fault.Pointer.StartsWith("/attachments", StringComparison.Ordinal) => "/fallback" + fault.Pointer,
        _ => fault.Pointer,
    };

    private static Channel? ChannelOf(FallbackRequest fallback, KnownKey caller, ICollection<Fault> faults)
    {
        const string pointer = "/fallback/channel";
        if (fallback.Channel is not { } channel || !Channels.Contains(channel))
        {
            faults.Add(new Fault(pointer, fallback.Channel is null ? "required" : "unsupported_by_channel", "The gateway falls back to sms, lms or mms."));
            return null;
        }

        if (caller.Channels is { } channels && !channels.Contains(channel.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(new Fault(pointer, "channel_not_allowed", $"This account may use: {string.Join(", ", channels)}."));
            return null;
        }

        return channel;
    }

    /// <summary>Another vendor when the channel is the same: what failed there would fail there again.</summary>
    private Vendor? VendorOf(FallbackRequest fallback, Channel next, Channel channel, Vendor first, KnownKey caller, ICollection<Fault> faults)
    {
        const string pointer = "/fallback/vendor";
        var name = next.Word();
        if (fallback.Vendor is null)
        {
            IReadOnlyList<string>? allowed = next != channel ? caller.Vendors : [.. (caller.Vendors ?? [.. vendors.All.Select(vendor => vendor.Name)]).Where(vendor => !vendor.Equals(first.Name, StringComparison.OrdinalIgnoreCase))];
            if (routing.Choose(next, allowed) is { } chosen)
            {
                return chosen;
            }

            faults.Add(new Fault("/fallback/channel", "no_vendor_for_channel", $"No {(next == channel ? "other " : "")}vendor that this account may use carries {name}."));
            return null;
        }

        if (vendors.Find(fallback.Vendor) is not { } named)
        {
            faults.Add(new Fault(pointer, "unknown_vendor", $"There is no vendor of this name. Configured: {string.Join(", ", vendors.All.Select(vendor => vendor.Name))}."));
        }
        else if (caller.Vendors is { } vendorsAllowed && !named.IsAmong(vendorsAllowed))
        {
            faults.Add(new Fault(pointer, "vendor_not_allowed", $"This account may use: {string.Join(", ", vendorsAllowed)}."));
        }
        else if (!named.Channels.Contains(next))
        {
            faults.Add(new Fault("/fallback/channel", "unsupported_by_vendor", $"{named.Name} does not carry {name}."));
        }
        else if (next == channel && named == first)
        {
            faults.Add(new Fault(pointer, "same_way", "The same channel at the same vendor would fail again: name another vendor or channel."));
        }
        else
        {
            return named;
        }

        return null;
    }
}
