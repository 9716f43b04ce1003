using Gateway.Platform.Jobs;

namespace Gateway.Webhooks.Sending;

/// <summary>
/// What this node has in hand for one endpoint: which deliveries, and which message's events wait for each other.
/// </summary>
internal sealed class EndpointLane
{
    /// <summary>The contract's limit for one body.</summary>
    private const int GroupSize = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _busy = [];
    private readonly Dictionary<Guid, Task<bool>> _lastOfMessage = [];

    /// <summary>
    /// Messages of which an event did not arrive since the claim began that is under way. It may have taken that event
    /// for one in hand, and so let the next one go; the claim after it knows better.
    /// </summary>
    private readonly HashSet<Guid> _heldBack = [];

    /// <summary>Beats when something is no longer in hand.</summary>
    public Pulse Changed { get; } = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _busy.Count;
            }
        }
    }

    /// <summary>Asked where a claim begins; one claim is under way at a time.</summary>
    public Guid[] Busy()
    {
        lock (_lock)
        {
            _heldBack.Clear();
            return [.. _busy];
        }
    }

    /// <summary>One request for each event; an event of a message waits for the one before it.</summary>
    public List<OutgoingSet> TakeSingly(Endpoint endpoint, IEnumerable<DueDelivery> due)
    {
        lock (_lock)
        {
            return [.. due.Where(delivery => delivery.MessageId is not { } message || !_heldBack.Contains(message)).Select(delivery => Take(endpoint, null, [delivery]))];
        }
    }

    /// <summary>
    /// One request for each group that was formed before, and new groups of what is left. An event whose message has
    /// another one on its way in another group is left for later, so that a group never has to wait for another one.
    /// </summary>
    public List<OutgoingSet> TakeGroups(
        Endpoint endpoint,
        IReadOnlyList<DueDelivery> due,
        Func<Guid> newGroup,
        out List<(Guid Delivery, Guid Group)> formed)
    {
        lock (_lock)
        {
            var sets = due.Where(delivery => delivery.GroupId is not null).GroupBy(delivery => delivery.GroupId).Select(group => Take(endpoint, group.Key, [.. group])).ToList();
            formed = [];
            var group = new List<DueDelivery>();
            var free = due.Where(delivery => delivery.GroupId is null).ToList();
            for (var i = 0; i < free.Count; i++)
            {
                if (free[i].MessageId is not { } message
                    || (!_lastOfMessage.ContainsKey(message) && !_heldBack.Contains(message)))
                {
                    group.Add(free[i]);
                }

                if (group.Count == GroupSize || (i == free.Count - 1 && group.Count > 0))
                {
                    var id = newGroup();
                    formed.AddRange(group.Select(delivery => (delivery.Id, id)));
                    sets.Add(Take(endpoint, id, [.. group]));
                    group.Clear();
                }
            }

            return sets;
        }
    }

    public void Done(OutgoingSet set)
    {
        lock (_lock)
        {
            foreach (var delivery in set.Deliveries)
            {
                _busy.Remove(delivery.Id);
                if (!set.Arrived && delivery.MessageId is { } waiting)
                {
                    _heldBack.Add(waiting);
                }

                if (delivery.MessageId is { } message && _lastOfMessage.GetValueOrDefault(message) == set.Sent)
                {
                    _lastOfMessage.Remove(message);
                }
            }
        }

        Changed.Beat();
    }

    private OutgoingSet Take(Endpoint endpoint, Guid? group, IReadOnlyList<DueDelivery> deliveries)
    {
        var messages = deliveries.Select(delivery => delivery.MessageId).OfType<Guid>().Distinct().ToList();
        var set = new OutgoingSet(
            endpoint, group, deliveries, [.. messages.Select(_lastOfMessage.GetValueOrDefault).OfType<Task<bool>>()]);
        foreach (var delivery in deliveries)
        {
            _busy.Add(delivery.Id);
        }

        foreach (var message in messages)
        {
            _lastOfMessage[message] = set.Sent;
        }

        return set;
    }
}
