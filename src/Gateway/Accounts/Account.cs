using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Accounts;

/// <summary>Whether an account is active.</summary>
internal enum AccountStatus : short
{
    /// <summary>Its keys work.</summary>
    Active = 0,

    /// <summary>Its keys are refused. What it has sent goes on.</summary>
    Suspended = 1,
}

/// <summary>A tenant: it has keys, sees only its own messages, and stays within its limits.</summary>
internal sealed class Account
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public AccountStatus Status { get; set; }

    /// <summary>Channels that it may use; null: all.</summary>
    public string[]? Channels { get; set; }

    /// <summary>Vendors that it may use; null: all.</summary>
    public string[]? Vendors { get; set; }

    /// <summary>Sender number of requests that name none.</summary>
    public string? DefaultSender { get; set; }

    /// <summary>Sub-account at the vendor of requests that name none.</summary>
    public string? SubId { get; set; }

    /// <summary>First-sender operator code (최초발신사업자), nine digits; null: the vendors' own.</summary>
    public string? OriginCode { get; set; }

    /// <summary>Won for a message of each channel, by the channels' numbers; null: it has no prices.</summary>
    public decimal?[]? Prices { get; set; }

    /// <summary>Messages a day; null: no limit.</summary>
    public int? DailyQuota { get; set; }

    /// <summary>Messages a month; null: no limit.</summary>
    public int? MonthlyQuota { get; set; }

    /// <summary>Requests a second of each of its keys on each node; null: the installation's setting.</summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>True when it may send only from its registered numbers.</summary>
    public bool RegisteredSendersOnly { get; set; }

    /// <summary>True when its advertisements are checked for the marks that the law demands.</summary>
    public bool AdvertisementMarks { get; set; }

    /// <summary>True when a held batch is released by another key than the one that sent it.</summary>
    public bool TwoPersonRelease { get; set; }

    /// <summary>True when it may send only alimtalks that are registered as templates.</summary>
    public bool EnforceTemplates { get; set; }

    /// <summary>Seconds within which the same content to the same recipient is refused; null: it is not.</summary>
    public int? DuplicateWindowSeconds { get; set; }

    /// <summary>Messages to one recipient within an hour; null: no limit.</summary>
    public int? RecipientHourlyCap { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<Account>
    {
        public void Configure(EntityTypeBuilder<Account> builder)
        {
            builder.ToTable("accounts");
            builder.HasKey(account => account.Id);
            builder.Property(account => account.Status).HasConversion<short>();
        }
    }
}
