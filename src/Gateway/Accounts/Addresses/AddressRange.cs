using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Accounts.Addresses;

/// <summary>
/// One entry of a key's <c>allowedAddresses</c>: an address, or a network in CIDR form. It is read strictly: .NET takes
/// <c>10</c> and <c>010.1.1.1</c> (octal) for addresses, and nobody who writes them means what it makes of them.
/// </summary>
internal sealed record AddressRange
{
    private const int BitsOfIPv4 = 32;
    private const int BitsOfIPv6 = 128;
    private const int BitsOfMapping = BitsOfIPv6 - BitsOfIPv4;

    private readonly byte[] _first;

    private AddressRange(IPAddress first, int bits)
    {
        _first = first.GetAddressBytes();
        Bits = bits;
        Text = bits == _first.Length * 8
            ? first.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{first}/{bits}");
    }

    /// <summary>As it is stored and shown: one form for each range.</summary>
    public string Text { get; }

    private int Bits { get; }

    /// <summary>The range, or null and what to write instead.</summary>
    public static AddressRange? Read(string? text, out string remedy)
    {
        remedy = "Neither an address nor a network. Write 203.0.113.9, 203.0.113.0/24, 2001:db8::5 or 2001:db8::/32.";
        var parts = (text ?? "").Trim().Split('/');
        if (parts.Length > 2 || ReadAddress(parts[0]) is not { } address)
        {
            return null;
        }

        var most = address.AddressFamily == AddressFamily.InterNetwork ? BitsOfIPv4 : BitsOfIPv6;
        var bits = most;
        if (parts.Length == 2 && !ReadBits(parts[1], most, out bits))
        {
            remedy = $"The number behind the / is 0 to {most}.";
            return null;
        }

        var first = new IPAddress(Cut(address.GetAddressBytes(), bits));
        if (!first.Equals(address))
        {
            remedy = $"{address}/{bits} is no network: {first}/{bits} is, and {address} is one address.";
            return null;
        }

        return address.IsIPv4MappedToIPv6 && bits >= BitsOfMapping
            ? new AddressRange(address.MapToIPv4(), bits - BitsOfMapping)
            : new AddressRange(address, bits);
    }

    /// <summary>
    /// Both families are told apart, except that an IPv4 address in the clothes of IPv6 is an IPv4 address.
    /// </summary>
    public bool Contains(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return bytes.Length == _first.Length && Cut(bytes, Bits).AsSpan().SequenceEqual(_first);
    }

    /// <summary>The bytes with nothing behind so many bits.</summary>
    private static byte[] Cut(byte[] bytes, int bits)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return bytes;
    }

    private static bool ReadBits(string text, int most, out int bits) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most
            && text.Length <= 3;

    private static IPAddress? ReadAddress(string text)
    {
        // A zone (%eth0) belongs to one machine, and brackets to a URL.
        if (text.AsSpan().ContainsAny("%[]") || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text ? address : null;
    }
}
