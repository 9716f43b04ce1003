using System.Security.Claims;
using Gateway.Accounts.Addresses;
using Gateway.Accounts.Prices;
using Gateway.Platform.Idempotency;

namespace Gateway.Accounts;

/// <summary>A key that was found, with what its account may do: all that a request needs to know about who sent it.</summary>
internal sealed record KnownKey
{
    /// <summary>Null for <c>Gateway:AdminKey</c>.</summary>
    public required Guid? KeyId { get; init; }

    public required Guid AccountId { get; init; }

    public required string AccountName { get; init; }

    /// <summary>True when the messages never reach a vendor.</summary>
    public bool Test { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = Scope.All;

    /// <summary>From where it may be used; null: from everywhere.</summary>
    public AllowedAddresses? AllowedAddresses { get; init; }

    /// <summary>It may see people's numbers and names; for others they are masked.</summary>
    public bool ReadsPii => Scopes.Contains(Scope.ReadPii);

    /// <summary>It manages the whole installation.</summary>
    public bool IsOperator => AccountId == Caller.DefaultAccount && Scopes.Contains(Scope.Admin);

    /// <summary>Null: all.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlyList<string>? Vendors { get; init; }

    public string? DefaultSender { get; init; }

    public string? SubId { get; init; }

    /// <summary>What its account's messages cost; null: it has no prices.</summary>
    public ChannelPrices? Prices { get; init; }

    public int? DailyQuota { get; init; }

    public int? MonthlyQuota { get; init; }

    public int? RequestsPerSecond { get; init; }

    public bool RegisteredSendersOnly { get; init; }

    /// <summary>Advertisements are checked for the marks that the law demands.</summary>
    public bool AdvertisementMarks { get; init; }

    /// <summary>Held batches are released by another key than the one that sent them.</summary>
    public bool TwoPersonRelease { get; init; }

    /// <summary>Alimtalks that are not registered as templates are refused.</summary>
    public bool EnforceTemplates { get; init; }

    /// <summary>Seconds within which the same content to the same recipient is refused; null: it is not.</summary>
    public int? DuplicateWindowSeconds { get; init; }

    /// <summary>Messages to one recipient within an hour; null: no limit.</summary>
    public int? RecipientHourlyCap { get; init; }

    /// <summary>What ASP.NET knows of the caller: made once for each key, not with each request.</summary>
    public ClaimsPrincipal Principal => field ??= Caller.Create(this);

    public bool MayBeUsedFrom(HttpContext context) =>
        AllowedAddresses is not { } list || list.Contains(context.Connection.RemoteIpAddress);

    /// <summary>Who a request with an <c>Idempotency-Key</c> counts for. <paramref name="accountId"/>: the account that an operator acts for; absent: the key's own.</summary>
    public Actor Acting(Guid? accountId = null) => new(accountId ?? AccountId, Test);

    /// <summary>A key with its account, or without one for <c>Gateway:AdminKey</c>.</summary>
    public static KnownKey Of(Account account, ApiKey? key) => new()
    {
        KeyId = key?.Id,
        Test = key?.Test ?? false,
        AllowedAddresses = AllowedAddresses.Of(key?.AllowedAddresses),
        Scopes = key?.Scopes ?? Scope.All,
        AccountId = account.Id,
        AccountName = account.Name,
        Channels = account.Channels,
        Vendors = account.Vendors,
        DefaultSender = account.DefaultSender,
        SubId = account.SubId,
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
    };
}
