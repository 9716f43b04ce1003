using System.Text.Json;
using Gateway.Messages.Content;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Messages;

/// <summary>Makes one message for each recipient: chooses the vendor, fills the variables in, and checks what the channel and the vendor can take.</summary>
internal sealed class ExpandMessage(VendorTable vendors, Routing routing, TimeProvider time)
{
    /// <summary>Enough to mend a request; a campaign with the same fault a thousand times needs no more.</summary>
    private const int MaxFaults = 100;

    /// <summary>The messages in the order of the recipients, or faults. Call it with whatever the validator said: it skips what is missing.</summary>
    public IReadOnlyList<NewMessage> Expand(SendMessageRequest request, Guid accountId, Guid batchId, List<Fault> faults)
    {
        if (request.Channel is not { } channel || ChooseVendor(request, channel, faults) is not { } vendor)
        {
            return [];
        }

        CheckFields(request, channel, vendor, faults);
        if (request.To is not { } to || string.IsNullOrEmpty(request.Text) || to.Items.Count > SendMessageValidator.MaxRecipients)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var personal = Placeholders.HasAny(request.Text) || Placeholders.HasAny(request.Subject);
        var shared = personal ? null : Compose(request, channel, vendor, null, "/text", "/subject", "", faults);
        PhoneNumber.TryParseSender(request.From, out var sender);
        var expiresAt = (request.ScheduledAt ?? now).AddHours(request.ExpireHours ?? vendor.Options.ExpireHours).ToUniversalTime();
        var metadata = request.Metadata is { Count: > 0 } ? JsonSerializer.Serialize(request.Metadata, MessageJson.Strict.DictionaryStringString) : null;
        var scheduledAt = request.ScheduledAt > now ? request.ScheduledAt.Value.ToUniversalTime() : (DateTimeOffset?)null;
        var messages = new List<NewMessage>(to.Items.Count);
        for (var i = 0; i < to.Items.Count && faults.Count < MaxFaults; i++)
        {
            var recipient = to.Items[i];
            var pointer = SendMessageValidator.Pointer(to, i, "variables");
            var content = shared ?? Compose(request, channel, vendor, recipient.Variables, pointer, pointer, pointer, faults);
            PhoneNumber.TryParseRecipient(recipient.Phone, out var phone);
            messages.Add(new NewMessage
            {
                Id = Guid.CreateVersion7(now),
                AccountId = accountId,
                BatchId = batchId,
                Channel = content.Channel,
                Vendor = vendor.Name,
                Sender = sender,
                Recipient = phone,
                RecipientName = recipient.Name,
                Subject = content.Subject,
                Body = content.Text,
                Priority = request.Priority ?? Lane.Normal,
                Reference = recipient.Reference ?? request.Reference,
                Metadata = metadata,
                SubId = request.SubId,
                CreatedAt = now,
                ScheduledAt = scheduledAt,
                ExpiresAt = expiresAt,
                Status = scheduledAt is null ? MessageStatus.Accepted : MessageStatus.Scheduled,
            });
        }

        return messages;
    }

    private Vendor? ChooseVendor(SendMessageRequest request, Channel channel, List<Fault> faults)
    {
        if (request.Vendor is null)
        {
            if (routing.Choose(channel) is { } chosen)
            {
                return chosen;
            }

            faults.Add(new Fault("/channel", "no_vendor_for_channel", $"No configured vendor carries {channel.ToString().ToLowerInvariant()}."));
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

    private static void CheckFields(SendMessageRequest request, Channel channel, Vendor vendor, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(request.Text))
        {
            faults.Add(new Fault("/text", "required", "Give the text."));
        }

        if (channel == Channel.Sms && request.Subject is not null)
        {
            faults.Add(new Fault("/subject", "unsupported_by_channel", "An SMS has no subject. Use lms."));
        }

        if (channel != Channel.Sms && request.OnTooLong is not null)
        {
            faults.Add(new Fault("/onTooLong", "unsupported_by_channel", "Only an SMS can be upgraded."));
        }

        if (request.OnTooLong == OnTooLong.Upgrade && channel == Channel.Sms && !vendor.Channels.Contains(Channel.Lms))
        {
            faults.Add(new Fault("/onTooLong", "unsupported_by_vendor", $"{vendor.Name} does not carry lms."));
        }

        if (request.SubId is not null && vendor.Options.Kshot.SubIdColumn is null)
        {
            faults.Add(new Fault("/subId", "unsupported_by_vendor", $"{vendor.Name} has no column for it (Vendors:{vendor.Name}:Kshot:SubIdColumn)."));
        }
    }

    private static Content Compose(
        SendMessageRequest request,
        Channel channel,
        Vendor vendor,
        IReadOnlyDictionary<string, string>? variables,
        string textPointer,
        string subjectPointer,
        string variablesPointer,
        List<Fault> faults)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var text = Placeholders.HasAny(request.Text) ? Placeholders.Fill(request.Text!, variables, missing) : request.Text!;
        var subject = Placeholders.HasAny(request.Subject) ? Placeholders.Fill(request.Subject!, variables, missing) : request.Subject;
        foreach (var name in missing)
        {
            faults.Add(new Fault($"{variablesPointer}/{name}", "missing_variable", $"The text has #{{{name}}}, but this recipient has no value for it."));
        }

        if (channel == Channel.Sms && request.OnTooLong == OnTooLong.Upgrade && vendor.Channels.Contains(Channel.Lms) && ChannelText.IsTooLongForSms(text))
        {
            channel = Channel.Lms;
        }

        if (missing.Count == 0)
        {
            ChannelText.CheckText(channel, text, textPointer, faults);
            if (subject is not null)
            {
                ChannelText.CheckSubject(subject, subjectPointer, faults);
            }
        }

        return new Content(channel, subject, text);
    }

    private sealed record Content(Channel Channel, string? Subject, string Text);
}
