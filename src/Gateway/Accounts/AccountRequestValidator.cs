using System.Linq.Expressions;
using FluentValidation;
using Gateway.Accounts.Prices;
using Gateway.Platform.Bodies;
using Gateway.Platform.Numbers;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Accounts;

/// <summary>What an account may look like.</summary>
internal sealed class AccountRequestValidator : RequestValidator<AccountRequest>
{
    private const int MaxName = 64;
    private const int MaxSubId = 64;
    private const int OriginCodeDigits = 9;
    private const int MaxEntries = 100;
    private const int MaxWindow = 24 * 60 * 60;

    /// <summary>The database keeps the time of each of them.</summary>
    private const int MaxCap = 1000;

    public AccountRequestValidator(VendorTable vendors)
    {
        RuleFor(request => request.Name).Required("Give the account a name.").AtMost(MaxName);
        RuleFor(request => request.Channels).AtMostEntries(MaxEntries);
        RuleFor(request => request.Vendors).AtMostEntries(MaxEntries);
        RuleForFirst(MaxEntries, request => request.Channels).Must(ClosedSet.Of<Channel>().Has).Fault("unknown_channel", ClosedSet.Of<Channel>().Expected);
        RuleForFirst(MaxEntries, request => request.Vendors)
            .Must(vendor => vendor is not null && vendors.Find(vendor) is not null)
            .Fault("unknown_vendor", _ => $"Configured: {string.Join(", ", vendors.All.Select(known => known.Name))}.");
        RuleFor(request => request.DefaultSender).Sender();
        RuleFor(request => request.SubId).AtMost(MaxSubId);
        RuleFor(request => request.OriginCode)
            .Must(static code => code is null || (code.Length == OriginCodeDigits && code.All(char.IsAsciiDigit)))
            .Fault("invalid_origin_code", "Nine digits, as KISA gave it to the operator (최초발신사업자 식별코드).");
        Price(request => request.Prices!.Sms);
        Price(request => request.Prices!.Lms);
        Price(request => request.Prices!.Mms);
        Price(request => request.Prices!.Alimtalk);
        Price(request => request.Prices!.Friendtalk);
        Price(request => request.Prices!.Voice);
        Price(request => request.Prices!.Fax);
        Limit(request => request.DailyQuota);
        Limit(request => request.MonthlyQuota);
        Limit(request => request.RequestsPerSecond);
        Limit(request => request.DuplicateWindowSeconds, MaxWindow);
        Limit(request => request.RecipientHourlyCap, MaxCap);
    }

    private void Price(Expression<Func<AccountRequest, decimal?>> price) =>
        RuleFor(price).Must(static won => Won.IsPrice(won)).Fault("out_of_range", Won.Expected)
            .When(static request => request.Prices is not null);

    private void Limit(Expression<Func<AccountRequest, int?>> limit) => RuleFor(limit).Must(value => value is not < 1).Fault("out_of_range", "At least 1. Leave it out for no limit.");

    private void Limit(Expression<Func<AccountRequest, int?>> limit, int most) =>
        RuleFor(limit).Must(value => value is null || (value >= 1 && value <= most)).Fault("out_of_range", $"1 to {most}. Leave it out for no limit.");
}
