using System.Text.Json;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Texts;
using Gateway.Accounts;
using Gateway.Files;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Bodies;
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

    /// <summary>
    /// The messages in the order of the recipients, or faults. Call it with whatever the validator said: it skips what is
    /// missing.
    /// </summary>
    /// <param name="request">With all defaults.</param>
    /// <param name="files">Those that it names.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="batchId">Null for a request of its own.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="work">What may be done for it.</param>
    /// <param name="registered">The template that an alimtalk must come from; null: none is registered.</param>
    public IReadOnlyList<NewMessage> Expand(
        SendMessageRequest request,
        IReadOnlyDictionary<Guid, StoredFile> files,
        KnownKey caller,
        Guid? batchId,
        List<Fault> faults,
        WorkBudget work,
        RegisteredAlimTalk? registered)
    {
        if (request.LacksTemplate
            || request.Channel is not { } channel
            || ChooseVendor(request, channel, files, caller.Vendors, faults) is not { } vendor)
        {
            return [];
        }

        var second = plan.Plan(request, channel, vendor, files, caller, faults);
        var check = new ContentCheck(StoredContent.Of(request, channel), vendor, files, faults)
        {
            Asked = request,
            AdvertisementMarks = caller.AdvertisementMarks,
            Registered = registered,
            Replaces = request.OnUnmappable == OnUnmappable.Replace,
        };
        FieldRules.Check(check);
        if (request.To is not { Items.Count: <= SendMessageValidator.MaxRecipients } to
            || (string.IsNullOrEmpty(request.Text) && FieldRules.NeedsText(check)))
        {
            return [];
        }

        var size = check.Templates.Size + (second?.Templates.Size ?? 0);
        if (!work.TryTake((long)to.Items.Count * size))
        {
            faults.Add(new Fault("/to", "too_much_to_fill", $"Recipients, each times the characters of the texts with placeholders, come to more than {work.Most}. Send shorter texts, or fewer recipients in one request."));
            return [];
        }

        var personal = size > 0
            || Placeholders.HasAny(request.Fallback?.Text) || Placeholders.HasAny(request.Fallback?.Subject);
        return Fill(Begin(request, check, second, personal), to, caller.AccountId, batchId, work);
    }

    /// <summary>What is the same for all recipients.</summary>
    private Draft Begin(SendMessageRequest request, ContentCheck check, ContentCheck? second, bool personal)
    {
        var now = time.GetUtcNow();
        var (purpose, expireHours) = (check.Content.Purpose, request.ExpireHours ?? check.Vendor.Options.ExpireHours);
        var shared = personal ? null : ComposeContent.Compose(check, null, "/text", "/subject", "");
        var sharedNext = personal || second is null
            ? null
            : Next(second, ComposeContent.Compose(second, null, "/text", "/subject", ""), request, check);

        // Times that were refused may lie where no calendar reaches.
        var refused = ScheduleRules.Fault(request.ScheduledAt, now) is not null
            || request.ExpireHours is < 1 or > SendMessageValidator.LongestExpiry;
        return new Draft(request, check, second, shared, sharedNext)
        {
            Personal = personal,
            Now = now,
            ScheduledAt = request.ScheduledAt > now ? request.ScheduledAt.Value.ToUniversalTime() : null,
            ExpiresAt = refused
                ? now
                : quiet.Release(request.ScheduledAt ?? now, purpose, check.Channel).AddHours(expireHours).ToUniversalTime(),
            Metadata = request.Metadata is { Count: > 0 }
                ? JsonSerializer.Serialize(request.Metadata, MessageJson.Strict.DictionaryStringString)
                : null,
            Trace = TraceContext.Current(),
        };
    }

    private List<NewMessage> Fill(in Draft draft, RecipientList to, Guid accountId, Guid? batchId, WorkBudget work)
    {
        var messages = new List<NewMessage>(to.Items.Count);
        var id = NewId.At(draft.Now);
        var requestId = batchId ?? (to.Items.Count == 1 ? id : NewId.At(draft.Now));
        for (var i = 0; i < to.Items.Count && draft.Check.Faults.Count < MaxFaults; i++)
        {
            work.ThrowIfGone();
            id = i == 0 ? id : NewId.After(id);
            messages.Add(One(draft, to, i, (id, accountId, requestId)));
        }

        return messages;
    }

    private NewMessage One(in Draft draft, RecipientList to, int index, (Guid Own, Guid Account, Guid Batch) ids)
    {
        var (request, check, second, recipient) = (draft.Request, draft.Check, draft.Second, to.Items[index]);
        var pointer = draft.Personal ? SendMessageValidator.Pointer(to, index, "variables") : "";
        var content = draft.Shared ?? ComposeContent.Compose(check, recipient.Variables, pointer, pointer, pointer);
        if (recipient.Name is not null)
        {
            NameRules.Check(check, recipient.Name, SendMessageValidator.Pointer(to, index, "name"));
        }

        var next = draft.SharedNext;
        if (second is not null)
        {
            next ??= Next(second, ComposeContent.Compose(second, recipient.Variables, pointer, pointer, pointer), request, check);
            NameRules.Check(second, recipient.Name, SendMessageValidator.Pointer(to, index, "name"));
            PlanFallback.Tell(second, request.Fallback!, check.Faults); // There is a second leg.
        }

        var (name, replaced) = Named(draft, recipient.Name, content.Replaced);
        var replacements = replaced?.All;
        return new NewMessage
        {
            Id = ids.Own,
            AccountId = ids.Account,
            BatchId = ids.Batch,
            Channel = content.Channel,
            Vendor = check.Vendor.Name,
            Routed = request.Vendor is null,
            Trace = draft.Trace,
            Sender = request.Sender.Digits,
            Recipient = request.NumberOf(recipient).Digits,
            NationCode = request.Abroad,
            RecipientName = name,
            Subject = content.Subject,
            Body = content.Text,
            Priority = request.Priority ?? Lane.Normal,
            Reference = recipient.Reference ?? request.Reference,
            Metadata = draft.Metadata,
            SubId = request.SubId,
            BillingId = request.BillingId,
            Details = DetailsOf(check.Details, content, replacements, next).ToJson(),
            Replacements = replacements,
            FallsBack = next is not null,
            IsUpgraded = content.Channel != check.Channel,
            AllowsDuplicates = request.AllowDuplicates ?? false,
            CreatedAt = draft.Now,
            ScheduledAt = draft.ScheduledAt,
            HeldUntil = quiet.HeldUntil(draft.ScheduledAt ?? draft.Now, check.Content.Purpose, content.Channel),
            ExpiresAt = draft.ExpiresAt,
            Purpose = check.Content.Purpose,
            Status = draft.ScheduledAt is null ? MessageStatus.Accepted : MessageStatus.Scheduled,
        };
    }

    /// <summary>The name as the rows of both legs take it, with the letters that were replaced in it.</summary>
    private static (string? Name, ReplacedLetters? Replaced) Named(in Draft draft, string? name, ReplacedLetters? replaced)
    {
        if (!draft.Check.Replaces || name is null)
        {
            return (name, replaced);
        }

        replaced = replaced?.Copy() ?? new ReplacedLetters();
        name = NameRules.Fitted(draft.Check, name, replaced);
        return (draft.Second is null ? name : NameRules.Fitted(draft.Second, name, replaced), replaced);
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
        Attachments = second.Details.Attachments,
        WhenUncertain = request.Fallback.WhenUncertain ?? false,
        ExpireHours = request.ExpireHours ?? second.Vendor.Options.ExpireHours,
        SameVendor = second.Vendor == first.Vendor,
    };

    /// <summary>The details that all recipients share, with what one of them has of its own.</summary>
    private static MessageDetails DetailsOf(
        MessageDetails details, FilledContent content, IReadOnlyList<Replacement>? replacements, NextLeg? next)
    {
        if (details.Fallback is { } fallback && (content.FallbackText ?? content.FallbackSubject) is not null)
        {
            var (text, subject) = (content.FallbackText ?? fallback.Text, content.FallbackSubject ?? fallback.Subject);
            details = details with { Fallback = fallback with { Text = text, Subject = subject } };
        }

        details = content.Kakao is null ? details : details with { Kakao = content.Kakao };
        details = replacements is null ? details : details with { Replacements = replacements };

        // A text that is the message's own is not stored twice.
        return next is null
            ? details
            : details with { Next = next.Text == content.Text ? next with { Text = null } : next };
    }

    private Vendor? ChooseVendor(
        SendMessageRequest request,
        Channel channel,
        IReadOnlyDictionary<Guid, StoredFile> files,
        IReadOnlyList<string>? allowed,
        List<Fault> faults)
    {
        if (request.Vendor is null)
        {
            // Those that take its content may all be out of the rules.
            var able = VendorsForContent.Of(request, channel, files, vendors, allowed);
            if ((routing.Choose(channel, able) ?? routing.Choose(channel, allowed)) is { } chosen)
            {
                return chosen;
            }

            var none = $"No vendor that this account may use carries {channel.Word()}.";
            var usable = vendors.All.Where(vendor => vendor.IsAmong(allowed));
            faults.Add(new Fault("/channel", "no_vendor_for_channel", WhyNot.Tell(none, channel, usable)));
            return null;
        }

        if (vendors.Find(request.Vendor) is not { } named)
        {
            faults.Add(new Fault("/vendor", "unknown_vendor", $"There is no vendor of this name. Configured: {string.Join(", ", vendors.All.Select(vendor => vendor.Name))}."));
            return null;
        }

        if (!named.Channels.Contains(channel))
        {
            var not = $"{named.Name} does not carry {channel.Word()}.";
            faults.Add(new Fault("/channel", "unsupported_by_vendor", WhyNot.Tell(not, channel, [named])));
            return null;
        }

        return named;
    }

    /// <summary>A request on its way to messages: what all of them share. A value, so that nothing is made for it.</summary>
    /// <param name="Request">With all defaults.</param>
    /// <param name="Check">Where faults go.</param>
    /// <param name="Second">Of the second leg; null when there is none.</param>
    /// <param name="Shared">The texts; null when each recipient has texts of its own.</param>
    /// <param name="SharedNext">The second leg; null when there is none, or each recipient has one of its own.</param>
    private readonly record struct Draft(
        SendMessageRequest Request, ContentCheck Check, ContentCheck? Second, FilledContent? Shared, NextLeg? SharedNext)
    {
        public required bool Personal { get; init; }

        public required DateTimeOffset Now { get; init; }

        public required DateTimeOffset? ScheduledAt { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }

        public required string? Metadata { get; init; }

        public required byte[]? Trace { get; init; }
    }
}
