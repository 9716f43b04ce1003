using System.ComponentModel.DataAnnotations;
using Gateway.Accounts.Prices;
using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Accounts;

/// <summary>An account and its limits. Limits that you omit do not apply.</summary>
internal sealed record AccountRequest
{
    /// <summary>Unique, at most 64 characters. Required.</summary>
    [Required]
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

    /// <summary>
    /// First-sender operator code (최초발신사업자 식별코드) of a reseller's customer, nine digits. It goes into the rows of
    /// all its messages where the vendor's table has a column for it, in place of the vendor's setting;
    /// <c>originCodeAbsent</c> of the answer names vendors that have none.
    /// </summary>
    public string? OriginCode { get; init; }

    /// <summary>
    /// What its messages cost, by channel, in won without VAT: <c>cost</c> of statistics adds up what was delivered. A
    /// change counts for what is accepted from then on.
    /// </summary>
    public ChannelPrices? Prices { get; init; }

    /// <summary>Messages a day, in the installation's time zone.</summary>
    public int? DailyQuota { get; init; }

    /// <summary>Messages a calendar month.</summary>
    public int? MonthlyQuota { get; init; }

    /// <summary>Requests a second with each of its keys, on each node.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>True: messages from other numbers than the registered ones (<c>/v1/senders</c>) are refused. Default: false.</summary>
    public bool? RegisteredSendersOnly { get; init; }

    /// <summary>
    /// True: SMS, LMS and MMS advertisements, those of a fallback too, are refused without (광고) at the beginning of
    /// text or subject, and without 무료수신거부 or 무료거부 and an 080 number in the text (정보통신망법 제50조). Default: true.
    /// </summary>
    public bool? AdvertisementMarks { get; init; }

    /// <summary>
    /// True: a held batch is released by another key than the one that sent it (403 <c>second_person_needed</c>).
    /// Default: false.
    /// </summary>
    public bool? TwoPersonRelease { get; init; }

    /// <summary>
    /// True: an alimtalk whose sender key and template code are not registered (<c>/v1/templates</c>) is refused (422
    /// <c>unregistered_template</c>). Default: false.
    /// </summary>
    public bool? EnforceTemplates { get; init; }

    /// <summary>Seconds, 1 to 86,400, within which a message with the same content to the same recipient is refused with 409 <c>duplicate_message</c>.</summary>
    public int? DuplicateWindowSeconds { get; init; }

    /// <summary>Messages, 1 to 1,000, that one recipient may get within any 60 minutes; more are refused with 429 <c>recipient_cap_exceeded</c>.</summary>
    public int? RecipientHourlyCap { get; init; }
}
