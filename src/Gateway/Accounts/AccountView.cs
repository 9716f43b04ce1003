using Gateway.Platform;

namespace Gateway.Accounts;

/// <summary>An account as an administrator sees it.</summary>
internal sealed record AccountView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required AccountStatus Status { get; init; }

    /// <summary>Channels that it may use; null: all.</summary>
    public required IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Vendors that it may use; null: all.</summary>
    public required IReadOnlyList<string>? Vendors { get; init; }

    public required string? DefaultSender { get; init; }

    public required string? SubId { get; init; }

    /// <summary>Messages a day; null: no limit.</summary>
    public required int? DailyQuota { get; init; }

    /// <summary>Messages a month; null: no limit.</summary>
    public required int? MonthlyQuota { get; init; }

    /// <summary>Requests a second of each key; null: the installation's setting.</summary>
    public required int? RequestsPerSecond { get; init; }

    public required bool RegisteredSendersOnly { get; init; }

    public required bool AdvertisementMarks { get; init; }

    /// <summary>Seconds within which the same content to the same recipient is refused; null: it is not.</summary>
    public required int? DuplicateWindowSeconds { get; init; }

    /// <summary>Messages to one recipient within an hour; null: no limit.</summary>
    public required int? RecipientHourlyCap { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As this key may see it: people name accounts after people.</summary>
    public AccountView For(KnownKey key) => key.ReadsPii ? this : this with { Name = Mask.Text(Name), SubId = SubId is null ? null : Mask.Text(SubId) };

    public static AccountView From(Account account) => new()
    {
        Id = account.Id,
        Name = account.Name,
        Status = account.Status,
        Channels = account.Channels,
        Vendors = account.Vendors,
        DefaultSender = account.DefaultSender,
        SubId = account.SubId,
        DailyQuota = account.DailyQuota,
        MonthlyQuota = account.MonthlyQuota,
        RequestsPerSecond = account.RequestsPerSecond,
        RegisteredSendersOnly = account.RegisteredSendersOnly,
        AdvertisementMarks = account.AdvertisementMarks,
        DuplicateWindowSeconds = account.DuplicateWindowSeconds,
        RecipientHourlyCap = account.RecipientHourlyCap,
        CreatedAt = account.CreatedAt,
    };
}

/// <summary>A page of accounts, newest first.</summary>
internal sealed record AccountList(IReadOnlyList<AccountView> Items, string? NextCursor);
