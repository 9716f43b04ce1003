using FluentValidation;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts.Addresses;

/// <summary>What <c>allowedAddresses</c> may hold, in a new key and in a change.</summary>
internal static class AddressRules
{
    public const int MaxEntries = 100;

    /// <summary>How many there may be. An empty list is no way to say "everywhere": it would be the opposite.</summary>
    public static IRuleBuilderOptions<T, List<string>?> Addresses<T>(this IRuleBuilder<T, List<string>?> rule) => rule
        .Must(static list => list is not { Count: 0 })
        .Fault("required", "Name at least one address, or give null for every address.")
        .AtMostEntries(MaxEntries);

    /// <summary>One of them.</summary>
    public static IRuleBuilderOptions<T, string> Address<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(static text => AddressRange.Read(text, out _) is not null)
        .Fault("invalid_address", static text => AddressRange.Read(text, out var remedy) is null ? remedy : "");
}
