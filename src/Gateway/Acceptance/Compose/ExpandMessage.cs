using System.Text.Json;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Texts;
using Gateway.Accounts;
using Gateway.Files;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Compose;

/// <summary>Makes one message for each recipient: chooses the vendor, fills the variables in, and checks what the channel and the vendor can take.</summary>
internal sealed class ExpandMessage(
    VendorTable vendors,
    Routing routing,
    PlanFallback plan,
    QuietHours quiet,
    TimeProvider time)
{
    /// <summary>Enough to mend a request; a campaign with the same fault a thousand times needs no more.</summary>
    private const int MaxFaults = 100;

    /// <summary>The messages in the order of the recipients, or faults. Call it with whatever the validator said: it skips what is missing. <paramref name="batchId"/>: null for a request of its own; <paramref name="work"/>: what may be done for it.</summary>
    public IReadOnlyList<NewMessage> Expand(
        SendMessageRequest request, IReadOnlyDictionary<Guid, StoredFile> files, KnownKey caller, Guid? batchId, List<Fault> faults, WorkBudget work)
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
        var size = check.Templates.Size + (second?.Templates.Size ?? 0);
        if (!work.TryTake((long)to.Items.Count * size))
        {
            faults.Add(new Fault("/to", "too_much_to_fill", $"Recipients, each times the characters of the texts with placeholders, come to more than {work.Most}. Send shorter texts, or fewer recipients in one request."));
            return [];
        }

        var personal = size > 0 || Placeholders.HasAny(request.Fallback?.Text) || Placeholders.HasAny(request.Fallback?.Subject);
        var shared = personal ? null : ComposeContent.Compose(check, null, "/text", "/subject", "");
        var sharedNext = personal || second is null ? null : Next(second, ComposeContent.Compose(second, null, "/text", "/subject", ""), request, check);

        // Times that were refused may lie where no calendar reaches.
        var refused = ScheduleRules.Fault(request.ScheduledAt, now) is not null || request.ExpireHours is < 1 or > SendMessageValidator.LongestExpiry;
        var expiresAt = refused ? now : quiet.Release(request.ScheduledAt ?? now, purpose, channel).AddHours(request.ExpireHours ?? vendor.Options.ExpireHours).ToUniversalTime();
        var metadata = request.Metadata is { Count: > 0 } ? JsonSerializer.Serialize(request.Metadata, MessageJson.Strict.DictionaryStringString) : null;
        var scheduledAt = request.ScheduledAt > now ? request.ScheduledAt.Value.ToUniversalTime() : (DateTimeOffset?)null;
        var details = DetailsOf.Request(own);
        var trace = TraceContext.Current();
        var messages = new List<NewMessage>(to.Items.Count);
        var id = NewId.At(now);
        var requestId = to.Items.Count == 1 ? id : NewId.At(now);
        for (var i = 0; i < to.Items.Count && faults.Count < MaxFaults; i++)
        {
            work.ThrowIfGone();
            var recipient = to.Items[i];
            var pointer = personal ? SendMessageValidator.Pointer(to, i, "variables") : "";
            var content = shared ?? ComposeContent.Compose(check, recipient.Variables, pointer, pointer, pointer);
            var (name, replaced) = (recipient.Name, content.Replaced);
            if (recipient.Name is not null)
            {
                NameRules.Check(check, recipient.Name, SendMessageValidator.Pointer(to, i, "name"));
            }

            var next = second is null ? null : sharedNext ?? Next(second, ComposeContent.Compose(second, recipient.Variables, pointer, pointer, pointer), request, check);
            if (second is not null)
            {
                NameRules.Check(second, recipient.Name, SendMessageValidator.Pointer(to, i, "name"));
                PlanFallback.Tell(second, request.Fallback!, faults); // There is a second leg.
            }

            if (check.Replaces && name is not null)
            {
                replaced = replaced?.Copy() ?? new ReplacedLetters();
                name = NameRules.Fitted(check, name, replaced);
                name = second is null ? name : NameRules.Fitted(second, name, replaced);
            }

            var replacements = replaced?.All;
            messages.Add(new NewMessage
            {
                Id = id = i == 0 ? id : NewId.After(id),
                AccountId = caller.AccountId,
                BatchId = batchId ?? requestId,
                Channel = content.Channel,
                Vendor = vendor.Name,
                Routed = request.Vendor is null,
                Trace = trace,
                Sender = request.Sender.Digits,
                Recipient = request.NumberOf(recipient).Digits,
                RecipientName = name,
                Subject = content.Subject,
                Body = content.Text,
                Priority = request.Priority ?? Lane.Normal,
                Reference = recipient.Reference ?? request.Reference,
                Metadata = metadata,
                SubId = request.SubId,
                BillingId = request.BillingId,
                Details = WithNext(
                    details.With(content.FallbackText, content.FallbackSubject).With(content.Kakao, own).Replacing(replacements),
                    next,
                    content.Text).ToJson(),
                Replacements = replacements,
                FallsBack = next is not null,
                AllowsDuplicates = request.AllowDuplicates ?? false,
                CreatedAt = now,
                ScheduledAt = scheduledAt,
                HeldUntil = quiet.HeldUntil(scheduledAt ?? now, purpose, content.Channel),
                ExpiresAt = expiresAt,
                Purpose = purpose,
                Status = scheduledAt is null ? MessageStatus.Accepted : MessageStatus.Scheduled,
            });
        }

        return messages;
    }

    /// <summary>The second leg with its text, for one recipient or for all.</summary>
    private static NextLeg Next(ContentCheck second, FilledContent content, SendMessageRequest request, ContentCheck first) => new()
    {
        Channel = content.Channel,
        Vendor = second.Vendor.Name,
        Routed = request.Fallback!.Vendor is null, // There is a second leg.
        Text = content.Text,
        Subject = content.Subject,
        Replacements = content.Replaced?.All,
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
}
