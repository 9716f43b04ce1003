using Microsoft.Extensions.Options;

namespace Gateway.Platform;

/// <summary>
/// Who is believed when a request names its client (<c>X-Forwarded-For</c>): the proxies of the settings, and nobody
/// else. ASP.NET believes everybody once its variable <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> is set, and then any
/// client could choose its address.
/// </summary>
internal sealed class TrustProxies(
    IOptions<ConnectionOptions> connections) : IPostConfigureOptions<ForwardedHeadersOptions>
{
    public void PostConfigure(string? name, ForwardedHeadersOptions options)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in connections.Value.Proxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        // As many steps as there are trusted proxies: the walk ends at the first address that is none of them.
        options.ForwardLimit = null;
    }
}
