using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Accounts;

/// <summary>An account and its limits. What is absent is not limited.</summary>
internal sealed record AccountRequest
{
    /// <summary>Unique, at most 64 characters. Required.</summary>
    public string? Name { get; init; }

    /// <summary><c>active</c>, or <c>suspended</c>: then its keys are refused. Default: active.</summary>
    public AccountStatus? Status { get; init; }

    /// <summary>Channels that it may use.</summary>
    [Words(typeof(Channel))]
    public List<string>? Channels { get; init; }

    /// <summary>Vendors that it may use, by their configured names.</summary>
    public List<string>? Vendors { get; init; }

    /// <summary>Sender number (발신번호) of messages that name none.</summary>
    public string? DefaultSender { get; init; }

    /// <summary>Sub-account at the vendor of messages that name none.</summary>
    public string? SubId { get; init; }

    /// <summary>Messages a day, in the installation's time zone.</summary>
    public int? DailyQuota { get; init; }

    /// <summary>Messages a calendar month.</summary>
    public int? MonthlyQuota { get; init; }

    /// <summary>Requests a second with each of its keys, on each node.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>True: messages from other numbers than the registered ones (<c>/v1/senders</c>) are refused. Default: false.</summary>
    public bool? RegisteredSendersOnly { get; init; }

    /// <summary>True: SMS, LMS and MMS advertisements without (광고) at the beginning of text or subject, or without 무료수신거부 in the text, are refused (정보통신망법 제50조). Default: false.</summary>
    public bool? AdvertisementMarks { get; init; }

    /// <summary>Seconds, 1 to 86,400, within which a message with the same content to the same recipient is refused with 409 <c>duplicate_message</c>.</summary>
    public int? DuplicateWindowSeconds { get; init; }

    /// <summary>Messages, 1 to 1,000, that one recipient may get within any 60 minutes; more are refused with 429 <c>recipient_cap_exceeded</c>.</summary>
    public int? RecipientHourlyCap { get; init; }
}

/// <summary>What is wrong with it.</summary>
internal sealed class AccountRequestFaults(VendorTable vendors)
{
    private const int MaxName = 64;
    private const int MaxSubId = 64;
    private const int MaxEntries = 100;
    private const int MaxWindow = 24 * 60 * 60;

    /// <summary>The database keeps the time of each of them.</summary>
    private const int MaxCap = 1000;

    public IEnumerable<Fault> Of(AccountRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
        {
            yield return new Fault("/name", "required", "Give the account a name.");
        }
        else if (request.Name.Length > MaxName || request.Name.Contains('\0'))
        {
            yield return new Fault("/name", "too_long", $"At most {MaxName} characters, without U+0000.");
        }

        foreach (var (name, list) in new[] { ("channels", request.Channels), ("vendors", request.Vendors) })
        {
            if (list is { Count: > MaxEntries })
            {
                yield return new Fault($"/{name}", "too_many_entries", $"At most {MaxEntries}.");
            }
        }

        foreach (var (channel, i) in (request.Channels ?? []).Take(MaxEntries).Select((channel, i) => (channel, i)))
        {
            if (!ClosedSet.Of<Channel>().Has(channel))
            {
                yield return new Fault($"/channels/{i}", "unknown_channel", ClosedSet.Of<Channel>().Expected);
            }
        }

        foreach (var (vendor, i) in (request.Vendors ?? []).Take(MaxEntries).Select((vendor, i) => (vendor, i)))
        {
            if (vendor is null || vendors.Find(vendor) is null)
            {
                yield return new Fault($"/vendors/{i}", "unknown_vendor", $"Configured: {string.Join(", ", vendors.All.Select(known => known.Name))}.");
            }
        }

        if (request.DefaultSender is not null && !PhoneNumber.TryParseSender(request.DefaultSender, out _))
        {
            yield return new Fault("/defaultSender", "invalid_sender", PhoneNumber.SenderForm);
        }

        if (request.SubId is { Length: > MaxSubId } || request.SubId?.Contains('\0') == true)
        {
            yield return new Fault("/subId", "too_long", $"At most {MaxSubId} characters, without U+0000.");
        }

        foreach (var (name, value) in new[] { ("dailyQuota", request.DailyQuota), ("monthlyQuota", request.MonthlyQuota), ("requestsPerSecond", request.RequestsPerSecond) })
        {
            if (value < 1)
            {
                yield return new Fault($"/{name}", "out_of_range", "At least 1. Leave it out for no limit.");
            }
        }

        foreach (var (name, value, most) in new[] { ("duplicateWindowSeconds", request.DuplicateWindowSeconds, MaxWindow), ("recipientHourlyCap", request.RecipientHourlyCap, MaxCap) })
        {
            if (value < 1 || value > most)
            {
                yield return new Fault($"/{name}", "out_of_range", $"1 to {most}. Leave it out for no limit.");
            }
        }
    }
}
