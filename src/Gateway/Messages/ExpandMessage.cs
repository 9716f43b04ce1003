using System.Text.Json;
using Gateway.Accounts;
using Gateway.Files;
using Gateway.Messages.Content;
using Gateway.Messages.Fallback;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Messages;

/// <summary>Makes one message for each recipient: chooses the vendor, fills the variables in, and checks what the channel and the vendor can take.</summary>
internal sealed class ExpandMessage(VendorTable vendors, Routing routing, PlanFallback plan, TimeProvider time)
{
    /// <summary>Enough to mend a request; a campaign with the same fault a thousand times needs no more.</summary>
    private const int MaxFaults = 100;

    /// <summary>The messages in the order of the recipients, or faults. Call it with whatever the validator said: it skips what is missing. <paramref name="batchId"/>: null for a request of its own.</summary>
    public IReadOnlyList<NewMessage> Expand(
        SendMessageRequest request, IReadOnlyDictionary<Guid, StoredFile> files, KnownKey caller, Guid? batchId, List<Fault> faults)
    {
        if (request.Channel is not { } channel || ChooseVendor(request, channel, caller.Vendors, faults) is not { } vendor)
        {
            return [];
        }

        var purpose = request.PurposeOrDefault();
        var second = plan.Plan(request, channel, vendor, files, caller, faults);
        var own = request.FallsBackByGateway() ? request with { Fallback = null } : request;
        var check = new ContentCheck(own, channel, vendor, files, faults) { AdvertisementMarks = caller.AdvertisementMarks };
        FieldRules.Check(check);
        if (request.To is not { } to || (string.IsNullOrEmpty(request.Text) && FieldRules.NeedsText(check)) || to.Items.Count > SendMessageValidator.MaxRecipients)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var personal = Placeholders.HasAny(request.Text) || Placeholders.HasAny(request.Subject) || Placeholders.HasAny(request.Fallback?.Text) || Placeholders.HasAny(request.Fallback?.Subject);
        var shared = personal ? null : Compose(check, null, "/text", "/subject", "");
        var sharedNext = personal || second is null ? null : Next(second, Compose(second, null, "/text", "/subject", ""), request, check);
        PhoneNumber.TryParseSender(request.From, out var sender);

        // Times that were refused may lie where no calendar reaches.
        var refused = ScheduleRules.Fault(request.ScheduledAt, now) is not null || request.ExpireHours is < 1 or > SendMessageValidator.LongestExpiry;
        var expiresAt = refused ? now : QuietHours.Release(request.ScheduledAt ?? now, purpose, channel).AddHours(request.ExpireHours ?? vendor.Options.ExpireHours).ToUniversalTime();
        var metadata = request.Metadata is { Count: > 0 } ? JsonSerializer.Serialize(request.Metadata, MessageJson.Strict.DictionaryStringString) : null;
        var scheduledAt = request.ScheduledAt > now ? request.ScheduledAt.Value.ToUniversalTime() : (DateTimeOffset?)null;
        var details = DetailsOf.Request(own);
        var trace = TraceContext.Current();
        var messages = new List<NewMessage>(to.Items.Count);
        var id = NewId.At(now);
        var requestId = to.Items.Count == 1 ? id : NewId.At(now);
        for (var i = 0; i < to.Items.Count && faults.Count < MaxFaults; i++)
        {
            var recipient = to.Items[i];
            var pointer = personal ? SendMessageValidator.Pointer(to, i, "variables") : "";
            var content = shared ?? Compose(check, recipient.Variables, pointer, pointer, pointer);
            if (recipient.Name is not null)
            {
                NameRules.Check(check, recipient.Name, SendMessageValidator.Pointer(to, i, "name"));
            }

            var next = second is null ? null : sharedNext ?? Next(second, Compose(second, recipient.Variables, pointer, pointer, pointer), request, check);
            if (second is not null)
            {
                NameRules.Check(second, recipient.Name, SendMessageValidator.Pointer(to, i, "name"));
                PlanFallback.Tell(second, request.Fallback!, faults); // There is a second leg.
            }

            PhoneNumber.TryParseRecipient(recipient.Phone, out var phone);
            messages.Add(new NewMessage
            {
                Id = id = i == 0 ? id : NewId.After(id),
                AccountId = caller.AccountId,
                BatchId = batchId ?? requestId,
                Channel = content.Channel,
                Vendor = vendor.Name,
                Routed = request.Vendor is null,
                Trace = trace,
                Sender = sender,
                Recipient = phone,
                RecipientName = recipient.Name,
                Subject = content.Subject,
                Body = content.Text,
                Priority = request.Priority ?? Lane.Normal,
                Reference = recipient.Reference ?? request.Reference,
                Metadata = metadata,
                SubId = request.SubId,
                BillingId = request.BillingId,
                Details = WithNext(details.With(content.FallbackText, content.FallbackSubject), next, content.Text).ToJson(),
                FallsBack = next is not null,
                CreatedAt = now,
                ScheduledAt = scheduledAt,
                ExpiresAt = expiresAt,
                Purpose = purpose,
                Status = scheduledAt is null ? MessageStatus.Accepted : MessageStatus.Scheduled,
            });
        }

        return messages;
    }

    /// <summary>The second leg with its text, for one recipient or for all.</summary>
    private static NextLeg Next(ContentCheck second, Content content, SendMessageRequest request, ContentCheck first) => new()
    {
        Channel = content.Channel,
        Vendor = second.Vendor.Name,
        Routed = request.Fallback!.Vendor is null, // There is a second leg.
        Text = content.Text,
        Subject = content.Subject,
        Attachments = second.Request.Attachments is { Count: > 0 } attachments ? [.. attachments] : null,
        WhenUncertain = request.Fallback.WhenUncertain ?? false,
        ExpireHours = request.ExpireHours ?? second.Vendor.Options.ExpireHours,
        SameVendor = second.Vendor == first.Vendor,
    };

    /// <summary>A text that is the message's own is not stored twice.</summary>
    private static MessageDetails WithNext(MessageDetails details, NextLeg? next, string? text) =>
        next is null ? details : details with { Next = next.Text == text ? next with { Text = null } : next };

    private Vendor? ChooseVendor(SendMessageRequest request, Channel channel, IReadOnlyList<string>? allowed, List<Fault> faults)
    {
        if (request.Vendor is null)
        {
            if (routing.Choose(channel, allowed) is { } chosen)
            {
                return chosen;
            }

            faults.Add(new Fault("/channel", "no_vendor_for_channel", $"No vendor that this account may use carries {channel.ToString().ToLowerInvariant()}."));
            return null;
        }

        if (vendors.Find(request.Vendor) is not { } named)
        {
            faults.Add(new Fault("/vendor", "unknown_vendor", $"There is no vendor of this name. Configured: {string.Join(", ", vendors.All.Select(vendor => vendor.Name))}."));
            return null;
        }

        if (!named.Channels.Contains(channel))
        {
            faults.Add(new Fault("/channel", "unsupported_by_vendor", $"{named.Name} does not carry {channel.ToString().ToLowerInvariant()}."));
            return null;
        }

        return named;
    }

    private static Content Compose(ContentCheck check, IReadOnlyDictionary<string, string>? variables, string textPointer, string subjectPointer, string variablesPointer)
    {
        var request = check.Request;
        SortedSet<string>? missing = null;
        var text = Fill(request.Text);
        var subject = Fill(request.Subject);
        var fallback = Fill(request.Fallback?.Text);
        var fallbackSubject = Fill(request.Fallback?.Subject);
        foreach (var name in (IEnumerable<string>?)missing ?? [])
        {
            check.Fault($"{variablesPointer}/{name}", "missing_variable", $"The text has #{{{name}}}, but this recipient has no value for it.");
        }

        var upgraded = check.Channel == Channel.Sms && request.OnTooLong == OnTooLong.Upgrade && check.Vendor.Channels.Contains(Channel.Lms)
            && text is not null && ChannelText.IsTooLongForSms(text);
        var channel = upgraded ? Channel.Lms : check.Channel;
        if (missing is null or { Count: 0 })
        {
            CheckTexts(check, channel, text, subject, fallback, textPointer, subjectPointer);
            if (fallbackSubject is not null)
            {
                ChannelText.CheckSubject(check, Channel.Mms, fallbackSubject, Placeholders.HasAny(request.Fallback?.Subject) ? subjectPointer : "/fallback/subject");
            }
        }

        return new Content(channel, subject, text, fallback, fallbackSubject);

        string? Fill(string? template) => Placeholders.HasAny(template) ? Placeholders.Fill(template!, variables, missing ??= new SortedSet<string>(StringComparer.Ordinal)) : template; // HasAny is false for null.
    }

    private static void CheckTexts(ContentCheck check, Channel channel, string? text, string? subject, string? fallback, string textPointer, string subjectPointer)
    {
        if (text is not null)
        {
            ChannelText.CheckText(check, channel, text, textPointer);
            AdvertisementRules.Check(check, channel, text, subject, textPointer);
        }

        if (subject is not null)
        {
            ChannelText.CheckSubject(check, channel, subject, subjectPointer);
        }

        // A fallback text without placeholders was checked with the other fields.
        if (check.Request.Fallback is { Channel: { } fallbackChannel } && (Placeholders.HasAny(check.Request.Fallback.Text ?? check.Request.Text)) && (fallback ?? text) is { } filled)
        {
            ChannelText.CheckText(check, fallbackChannel, filled, textPointer);
        }
    }

    private sealed record Content(Channel Channel, string? Subject, string? Text, string? FallbackText, string? FallbackSubject);
}
