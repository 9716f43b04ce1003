using System.Net;
using Gateway.Platform.Errors;

namespace Gateway.Accounts.Addresses;

/// <summary>From where a key may be used.</summary>
internal sealed class AllowedAddresses
{
    private readonly AddressRange[] _ranges;

    private AllowedAddresses(AddressRange[] ranges) => _ranges = ranges;

    /// <summary>
    /// Null: from everywhere. What is stored and cannot be read lets nobody in: a list that somebody has damaged must
    /// not open a key.
    /// </summary>
    public static AllowedAddresses? Of(IReadOnlyList<string>? stored) =>
        stored is null ? null : new([.. stored.Select(text => AddressRange.Read(text, out _)).OfType<AddressRange>()]);

    /// <summary>As they are stored: each once, in one form. Null: from everywhere.</summary>
    public static string[]? Texts(IEnumerable<string>? given) =>
        given?.Select(text => AddressRange.Read(text, out _)!.Text) // Checked.
            .Distinct(StringComparer.Ordinal)
            .ToArray();

    public bool Contains(IPAddress? address) => address is not null && _ranges.Any(range => range.Contains(address));

    /// <summary>Null when the key may be used from where the request comes.</summary>
    public static ProblemResult? Refuse(HttpContext context, KnownKey key) => key.MayBeUsedFrom(context)
        ? null
        : new ProblemResult(
            ErrorCode.AddressNotAllowed,
            $"The gateway sees your address as {Seen(context)}, and this key has a list of allowed addresses without "
            + "it. Call from a listed address, or let an admin add this one: PATCH /v1/accounts/{id}/keys/{keyId} with "
            + "allowedAddresses.");

    /// <summary>The address that counts, as people write it.</summary>
    public static string Seen(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
            ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
            : "unknown";
}
