using System.Net;
using Gateway.Webhooks;
using Gateway.Webhooks.Sending;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Webhooks;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("172.32.0.1")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::5efe:808:808")]
    public void Allows_public_addresses(string address) => Assert.True(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("::127.0.0.1")]
    [InlineData("2606:4700::5efe:7f00:1")]
    [InlineData("2606:4700::200:5efe:a00:1")]
    [InlineData("fec0::1")]
    [InlineData("fd00:ec2::254")]
    public void Refuses_addresses_of_inner_networks_in_every_form(string address) => Assert.False(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task Checks_the_very_addresses_that_it_connects_to_when_a_name_changes_its_mind()
    {
        var answers = new Queue<string>(["8.8.8.8", "127.0.0.1", "8.8.8.8"]);
        var asked = 0;
        var addresses = Create(
            (_, _) =>
            {
                asked++;
                return Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]);
            });

        var first = await addresses.AddressesAsync("rebind.example", CancellationToken.None);
        await Assert.ThrowsAsync<AddressRefusedException>(() => addresses.AddressesAsync("rebind.example", CancellationToken.None));

        Assert.Equal([IPAddress.Parse("8.8.8.8")], first);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Leaves_out_the_inner_ones_of_many_addresses()
    {
        var addresses = Create((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("8.8.8.8"), IPAddress.Parse("::1")]));

        Assert.Equal([IPAddress.Parse("8.8.8.8")], await addresses.AddressesAsync("mixed.example", CancellationToken.None));
    }

    [Fact]
    public async Task Refuses_a_name_that_leads_inside_when_the_connection_is_made()
    {
        var resolved = new List<string>();
        var addresses = Create(
            (host, _) =>
            {
                resolved.Add(host);
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            });
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = addresses.ConnectAsync, UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://looks-public.example:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, CancellationToken.None));

        Assert.IsType<AddressRefusedException>(refused.InnerException);
        Assert.Equal(["looks-public.example"], resolved);
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData("10.20.1.1", true)]
    [InlineData("10.21.1.1", false)]
    [InlineData("::ffff:10.20.1.1", true)]
    [InlineData("fd00:1::9", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("8.8.8.8", true)]
    public async Task Opens_only_the_networks_that_are_allowed(string address, bool allowed)
    {
        var addresses = Create((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]), "10.20.0.0/16", "fd00:1::/64");

        Assert.Equal(allowed, await Record.ExceptionAsync(() => addresses.AddressesAsync("inner.example", CancellationToken.None)) is null);
    }

    private static PublicAddress Create(ResolveHost resolve, params string[] networks) => new(resolve, Options.Create(new WebhookOptions { AllowedNetworks = [.. networks] }));
}
