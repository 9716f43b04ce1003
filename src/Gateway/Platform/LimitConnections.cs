using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Gateway.Platform;

/// <summary>Gives the server its limits.</summary>
internal sealed class LimitConnections(IOptions<ConnectionOptions> options, ConnectionsByAddress addresses)
    : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Nothing that we read needs longer header lines or more of them.</summary>
    private const int MaxHeaderBytes = 16 * 1024;

    private const int MaxHeaders = 64;

    /// <summary>
    /// What is read ahead of those who ask for it. A body is taken in such pieces, so a large one is no slower; a
    /// stranger's costs no more.
    /// </summary>
    private const int ReadAheadBytes = 64 * 1024;

    /// <summary>
    /// Above the largest body that is not read as a stream: 20 MB of JSON, or a file of 20 MB with its form.
    /// </summary>
    private const long MaxBodyBytes = 24 * 1024 * 1024;

    /// <summary>Kestrel's own: a client that has just begun may be slow.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public void Configure(KestrelServerOptions server)
    {
        if (Given() is not { } given)
        {
            return;
        }

        var rate = given.SlowestBytesPerSecond == 0 ? null : new MinDataRate(given.SlowestBytesPerSecond, Grace);
        server.AddServerHeader = false;
        server.RequestHeaderEncodingSelector = DigitsAlone.Of;
        server.Limits.MaxConcurrentConnections = given.Most == 0 ? null : given.Most;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(given.HeaderSeconds);
        server.Limits.MinRequestBodyDataRate = rate;
        server.Limits.MinResponseDataRate = rate;
        server.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        server.Limits.MaxRequestHeaderCount = MaxHeaders;
        server.Limits.MaxRequestBufferSize = ReadAheadBytes;
        server.Limits.MaxRequestBodySize = MaxBodyBytes;

        // First of all: what is added to an endpoint later, such as HTTPS, runs inside of it.
        server.ConfigureEndpointDefaults(endpoint => endpoint.Use(addresses.Limit));
    }

    /// <summary>Null when they are wrong: the server is made before that is told, and never starts.</summary>
    private ConnectionOptions? Given()
    {
        try
        {
            return options.Value;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
