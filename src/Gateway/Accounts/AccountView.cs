using Gateway.Accounts.Prices;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Accounts;

/// <summary>An account as an administrator sees it.</summary>
internal sealed record AccountView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required AccountStatus Status { get; init; }

    /// <summary>Channels that it may use; null: all.</summary>
    [Words(typeof(Channel))]
    public required IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Vendors that it may use; null: all.</summary>
    public required IReadOnlyList<string>? Vendors { get; init; }

    public required string? DefaultSender { get; init; }

    public required string? SubId { get; init; }

    /// <summary>First-sender operator code (최초발신사업자); null: the vendors' own.</summary>
    public required string? OriginCode { get; init; }

    /// <summary>
    /// Vendors whose rows have no place for <c>originCode</c>, each with the reason: messages that go there go without
    /// it. Null when the account has no code, or every vendor that it may use has a place.
    /// </summary>
    public IReadOnlyDictionary<string, string>? OriginCodeAbsent { get; init; }

    /// <summary>What its messages cost, in won without VAT; null: it has no prices.</summary>
    public required ChannelPrices? Prices { get; init; }

    /// <summary>Messages a day; null: no limit.</summary>
    public required int? DailyQuota { get; init; }

    /// <summary>Messages a month; null: no limit.</summary>
    public required int? MonthlyQuota { get; init; }

    /// <summary>Requests a second of each key; null: the installation's setting.</summary>
    public required int? RequestsPerSecond { get; init; }

    public required bool RegisteredSendersOnly { get; init; }

    public required bool AdvertisementMarks { get; init; }

    /// <summary>A held batch is released by another key than the one that sent it.</summary>
    public required bool TwoPersonRelease { get; init; }

    /// <summary>It may send only alimtalks that are registered as templates.</summary>
    public required bool EnforceTemplates { get; init; }

    /// <summary>Seconds within which the same content to the same recipient is refused; null: it is not.</summary>
    public required int? DuplicateWindowSeconds { get; init; }

    /// <summary>Messages to one recipient within an hour; null: no limit.</summary>
    public required int? RecipientHourlyCap { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// What is used of its quotas. Null in lists and in answers to a change, and where it has no quota.
    /// </summary>
    public QuotaUsage? Usage { get; init; }

    /// <summary>As this key may see it: people name accounts after people.</summary>
    public AccountView For(KnownKey key) => key.ReadsPii ? this : this with { Name = Mask.Text(Name), SubId = SubId is null ? null : Mask.Text(SubId) };

    /// <summary>With the vendors that cannot carry its origin code.</summary>
    public AccountView With(VendorTable vendors)
    {
        var absent = OriginCode is null ? [] : vendors.All
            .Where(vendor => vendor.IsAmong(Vendors))
            .Where(vendor => vendor.Queue.OriginCodeAbsent is not null)
            .ToDictionary(vendor => vendor.Name, vendor => vendor.Queue.OriginCodeAbsent!); // Filtered.
        return absent.Count == 0 ? this : this with { OriginCodeAbsent = absent };
    }

    public static AccountView From(Account account) => new()
    {
        Id = account.Id,
        Name = account.Name,
        Status = account.Status,
        Channels = account.Channels,
        Vendors = account.Vendors,
        DefaultSender = account.DefaultSender,
        SubId = account.SubId,
        OriginCode = account.OriginCode,
        Prices = ChannelPrices.FromStored(account.Prices),
        DailyQuota = account.DailyQuota,
        MonthlyQuota = account.MonthlyQuota,
        RequestsPerSecond = account.RequestsPerSecond,
        RegisteredSendersOnly = account.RegisteredSendersOnly,
        AdvertisementMarks = account.AdvertisementMarks,
        TwoPersonRelease = account.TwoPersonRelease,
        EnforceTemplates = account.EnforceTemplates,
        DuplicateWindowSeconds = account.DuplicateWindowSeconds,
        RecipientHourlyCap = account.RecipientHourlyCap,
        CreatedAt = account.CreatedAt,
    };
}

/// <summary>What an account has used of its quotas. Messages of test keys do not count.</summary>
/// <param name="Daily">Messages of today, by the installation's clock; null: it has no daily quota.</param>
/// <param name="Monthly">Messages of this month; null: it has no monthly quota.</param>
internal sealed record QuotaUsage(int? Daily, int? Monthly);

/// <summary>A page of accounts, newest first.</summary>
internal sealed record AccountList(IReadOnlyList<AccountView> Items, string? NextCursor);
