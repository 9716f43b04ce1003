using Gateway.Platform.Bodies;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Acceptance.Compose;

/// <summary>One line of <c>Routing:&lt;channel&gt;</c>.</summary>
internal sealed class RouteOptions
{
    /// <summary>
    /// A configured vendor that gets a share of the messages that name none. Without lines all vendors of the channel
    /// share evenly. Required.
    /// </summary>
    public string Vendor { get; set; } = "";

    /// <summary>Its share, compared with the other lines' of the channel. 0 takes it out. Default: 1.</summary>
    public int Weight { get; set; } = 1;
}

/// <summary>The section <c>Routing</c>: lines for each channel.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Routing";

    public Dictionary<string, List<RouteOptions>> Channels { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// Chooses the vendor of a message that names none: by the weights of the channel's rules, or evenly among all that carry the channel; each in proportion to the vendor's health.
/// When none is healthy the configured weights hold: the message waits rather than being refused.
/// </summary>
internal sealed class Routing(IOptions<RoutingOptions> options, VendorTable vendors, VendorHealth health, Random random)
{
    private readonly Dictionary<Channel, (Vendor Vendor, int Weight)[]> _routes = Enum.GetValues<Channel>()
        .ToDictionary(channel => channel, channel => Routes(options.Value, vendors, channel).ToArray());

    /// <summary>Null when no vendor that the account may use carries the channel. <paramref name="allowed"/>: names; null means all.</summary>
    public Vendor? Choose(Channel channel, IReadOnlyList<string>? allowed)
    {
        var routes = allowed is null ? _routes[channel] : [.. _routes[channel].Where(route => route.Vendor.IsAmong(allowed))];
        if (routes.Length < 2)
        {
            return routes.Length == 0 ? null : routes[0].Vendor;
        }

        return Draw(routes, byHealth: true) ?? Draw(routes, byHealth: false);
    }

    /// <summary>Healthy vendors other than the one that a message is to leave, in the order in which chance and weights put them. <paramref name="allowed"/>: names; null means all.</summary>
    public IReadOnlyList<Vendor> Others(Channel channel, string than, IReadOnlyList<string>? allowed)
    {
        var routes = OtherRoutes(channel, than).Where(route => route.Vendor.IsAmong(allowed)).ToList();
        var drawn = new List<Vendor>(routes.Count);
        while (Draw([.. routes], byHealth: true) is { } vendor)
        {
            drawn.Add(vendor);
            routes.RemoveAll(route => route.Vendor == vendor);
        }

        return drawn;
    }

    /// <summary>True when a healthy vendor carries one of the channels of another one.</summary>
    public bool HasOthers(Vendor than) => than.Channels.Any(channel => OtherRoutes(channel, than.Name).Any(route => health.WeightOf(route.Vendor.Name) > 0));

    private IEnumerable<(Vendor Vendor, int Weight)> OtherRoutes(Channel channel, string than) =>
        _routes[channel].Where(route => !string.Equals(route.Vendor.Name, than, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null when all weights are 0.</summary>
    private Vendor? Draw(ReadOnlySpan<(Vendor Vendor, int Weight)> routes, bool byHealth)
    {
        // Taken once: health may change while this runs.
        var weights = new long[routes.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = routes[i].Weight * (byHealth ? (long)health.WeightOf(routes[i].Vendor.Name) : 1);
        }

        var sum = weights.Sum();
        var ticket = sum == 0 ? 0 : random.NextInt64(sum);
        for (var i = 0; i < weights.Length; i++)
        {
            if ((ticket -= weights[i]) < 0)
            {
                return routes[i].Vendor;
            }
        }

        return null;
    }

    private static IEnumerable<(Vendor, int)> Routes(RoutingOptions options, VendorTable vendors, Channel channel)
    {
        if (options.Channels.TryGetValue(channel.ToString(), out var rules) && rules.Count > 0)
        {
            return rules.Where(rule => rule.Weight > 0).Select(rule => (vendors.Find(rule.Vendor)!, rule.Weight));
        }

        return vendors.All.Where(vendor => vendor.Channels.Contains(channel)).Select(vendor => (vendor, 1));
    }
}

/// <summary>Checks the rules against the vendors that exist.</summary>
internal sealed class RoutingOptionsValidator(IOptions<VendorsOptions> vendors) : IValidateOptions<RoutingOptions>
{
    public ValidateOptionsResult Validate(string? name, RoutingOptions options)
    {
        var faults = new List<string>();
        foreach (var (channel, rules) in options.Channels)
        {
            if (!ClosedSet.Of<Channel>().TryRead(channel, out var parsed))
            {
                faults.Add($"Routing:{channel} is no channel. {ClosedSet.Of<Channel>().Expected}");
                continue;
            }

            foreach (var rule in rules)
            {
                if (!vendors.Value.Vendors.TryGetValue(rule.Vendor, out var vendor))
                {
                    faults.Add($"Routing:{channel} names the vendor '{rule.Vendor}', which is not configured.");
                }
                else if (!VendorsOptions.ChannelsOf(vendor).Contains(parsed))
                {
                    faults.Add($"Routing:{channel} names the vendor '{rule.Vendor}', which does not carry it.");
                }

                if (rule.Weight < 0)
                {
                    faults.Add($"Routing:{channel}: the weight of '{rule.Vendor}' is below 0.");
                }
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
