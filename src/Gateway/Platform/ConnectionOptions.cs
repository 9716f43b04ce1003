using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Gateway.Platform;

/// <summary>The section <c>Connections</c>: what strangers may cost before anybody knows who they are.</summary>
internal sealed class ConnectionOptions : IValidatableObject
{
    public const string Section = "Connections";

    /// <summary>Where a proxy on the same machine comes from.</summary>
    private static readonly string[] SameMachine = ["127.0.0.0/8", "::1/128"];

    /// <summary>
    /// Connections at once on one node. The node closes more as they come. 4,000 cost at most 250 MB before the gateway
    /// looks at a key. 0: no limit. Default: 4,000. 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = "Connections:Most is 0 to 1000000.")]
    public int Most { get; set; } = 4000;

    /// <summary>
    /// Connections at once of one client address on one node, so that one stranger leaves room for others. The node
    /// closes more as they come. Of an IPv6 address the first 64 bits count. 0: no limit. Default: 500. 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = "Connections:MostPerAddress is 0 to 1000000.")]
    public int MostPerAddress { get; set; } = 500;

    /// <summary>
    /// Addresses and networks of your proxies and load balancers, such as <c>10.20.0.5</c> or <c>10.20.0.0/16</c>. They
    /// carry many clients, so <see cref="MostPerAddress"/> does not hold for them. With
    /// <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED=true</c> the gateway believes them, and nobody else, when they name a
    /// client (<c>X-Forwarded-For</c>). Set it when a proxy runs on another machine. Default: this machine (127.0.0.0/8
    /// and ::1).
    /// </summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>Seconds in which the headers of a request must arrive. Default: 10. 1 to 600.</summary>
    [Range(1, 600, ErrorMessage = "Connections:HeaderSeconds is 1 to 600.")]
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>
    /// Bytes a second that a body must bring, and that a client must take of an answer, after the first five seconds.
    /// 0: no limit. Default: 500. 0 to 1,000,000,000.
    /// </summary>
    [Range(0, 1_000_000_000, ErrorMessage = "Connections:SlowestBytesPerSecond is 0 to 1000000000.")]
    public int SlowestBytesPerSecond { get; set; } = 500;

    /// <summary>The proxies as networks.</summary>
    public IReadOnlyList<IPNetwork> Proxies => [.. (TrustedProxies.Count == 0 ? [.. SameMachine] : TrustedProxies).Select(Read).OfType<IPNetwork>()];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => TrustedProxies.Select((text, i) => (text, i))
        .Where(proxy => Read(proxy.text) is null)
        .Select(proxy => new ValidationResult($"Connections:TrustedProxies:{proxy.i} is no address and no network such as 10.20.0.0/16."));

    private static IPNetwork? Read(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
