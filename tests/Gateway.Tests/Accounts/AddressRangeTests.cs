using System.Net;
using Gateway.Accounts.Addresses;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Entries of <c>allowedAddresses</c>: read strictly, in one form each, and IPv4 in the clothes of IPv6 is IPv4.</summary>
public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData(" 203.0.113.9 ", "203.0.113.9")]
    [InlineData("203.0.113.9/32", "203.0.113.9")]
    [InlineData("203.0.113.0/24", "203.0.113.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:DB8:0:0::5", "2001:db8::5")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("2001:db8::5/128", "2001:db8::5")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.0/24")]
    [InlineData("::ffff:0:0/96", "0.0.0.0/0")]
    public void Is_read_in_one_form(string given, string form) => Assert.Equal(form, AddressRange.Read(given, out _)?.Text);

    [Theory]
    [InlineData(null, "Neither an address")]
    [InlineData("", "Neither an address")]
    [InlineData("office", "Neither an address")]
    [InlineData("10", "Neither an address")]
    [InlineData("10.1", "Neither an address")]
    [InlineData("010.1.1.1", "Neither an address")]
    [InlineData("0x0a.1.1.1", "Neither an address")]
    [InlineData("10.0.0.256", "Neither an address")]
    [InlineData("10.0.0.1:8080", "Neither an address")]
    [InlineData("[2001:db8::5]", "Neither an address")]
    [InlineData("[2001:db8::5]:443", "Neither an address")]
    [InlineData("fe80::1%eth0", "Neither an address")]
    [InlineData("10.0.0.0/8/8", "Neither an address")]
    [InlineData("10.0.0.0-10.0.0.9", "Neither an address")]
    [InlineData("10.0.0.0/33", "0 to 32")]
    [InlineData("10.0.0.0/", "0 to 32")]
    [InlineData("10.0.0.0/-1", "0 to 32")]
    [InlineData("10.0.0.0/255.0.0.0", "0 to 32")]
    [InlineData("2001:db8::/129", "0 to 128")]
    [InlineData("203.0.113.9/24", "203.0.113.9/24 is no network: 203.0.113.0/24 is, and 203.0.113.9 is one address.")]
    [InlineData("2001:db8::5/32", "2001:db8::/32 is, and 2001:db8::5 is one address.")]
    [InlineData("::ffff:203.0.113.9/80", "is no network")]
    public void Is_refused_with_what_to_write(string? given, string remedy)
    {
        Assert.Null(AddressRange.Read(given, out var told));

        Assert.Contains(remedy, told);
    }

    [Theory]
    [InlineData("203.0.113.0/25", "203.0.113.127", true)]
    [InlineData("203.0.113.0/25", "203.0.113.128", false)]
    [InlineData("203.0.113.0/25", "::ffff:203.0.113.127", true)]
    [InlineData("203.0.113.9", "203.0.113.9", true)]
    [InlineData("203.0.113.9", "203.0.113.8", false)]
    [InlineData("0.0.0.0/0", "203.0.113.8", true)]
    [InlineData("0.0.0.0/0", "2001:db8::5", false)]
    [InlineData("::/0", "2001:db8::5", true)]
    [InlineData("::/0", "203.0.113.8", false)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.77", true)]
    public void Contains_what_it_says(string range, string address, bool contains) =>
        Assert.Equal(contains, AddressRange.Read(range, out _)!.Contains(IPAddress.Parse(address)));

    [Fact]
    public void A_damaged_list_lets_nobody_in()
    {
        var damaged = AllowedAddresses.Of(["10.0.0.0/8 or so", "203.0.113.9"])!;

        Assert.True(damaged.Contains(IPAddress.Parse("203.0.113.9")));
        Assert.False(damaged.Contains(IPAddress.Parse("10.0.0.1")));
        Assert.False(AllowedAddresses.Of([])!.Contains(IPAddress.Parse("203.0.113.9")));
        Assert.False(damaged.Contains(null));
        Assert.Null(AllowedAddresses.Of(null));
    }
}
