using System.Collections.Concurrent;
using Gateway.Accounts;
using Gateway.Platform.Jobs;

namespace Gateway.Messages;

/// <summary>Beats when messages were committed, for the vendors that are to carry them, <see cref="TestKeys.Vendor"/> among them: the loops of all others sleep on.</summary>
internal sealed class AcceptedPulse
{
    private readonly ConcurrentDictionary<string, Pulse> _vendors = new(StringComparer.Ordinal);

    /// <summary>Completes with the vendor's next beat.</summary>
    public Task Next(string vendor) => Of(vendor).Next;

    /// <summary>For all vendors: where it is not known which, or where it is seldom.</summary>
    public void Beat()
    {
        foreach (var pulse in _vendors.Values)
        {
            pulse.Beat();
        }
    }

    /// <summary>For one vendor; nothing when nobody waits for it.</summary>
    public void Beat(string vendor)
    {
        if (_vendors.TryGetValue(vendor, out var pulse))
        {
            pulse.Beat();
        }
    }

    /// <summary>For the vendors of these messages.</summary>
    public void Beat(IEnumerable<NewMessage> messages)
    {
        string? before = null;
        foreach (var message in messages)
        {
            // Neighbours usually have the same.
            if (message.Vendor != before)
            {
                before = message.Vendor;
                Of(before).Beat();
            }
        }
    }

    private Pulse Of(string vendor) => _vendors.GetOrAdd(vendor, static _ => new Pulse());
}
