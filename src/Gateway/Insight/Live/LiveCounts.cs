using Gateway.Messages;

namespace Gateway.Insight.Live;

/// <summary>Counts of one second, by account and kind.</summary>
internal sealed class LiveCounts(DateTimeOffset at)
{
    /// <summary>In the place of an event's type: a message was accepted.</summary>
    public const short Accepted = -1;

    private readonly Dictionary<(Guid Account, short Kind), long> _counts = [];
    private readonly Dictionary<short, long> _all = [];

    public DateTimeOffset At => at;

    public bool IsEmpty => _all.Count == 0;

    public void Add(Guid account, short kind, long count)
    {
        _counts[(account, kind)] = _counts.GetValueOrDefault((account, kind)) + count;
        _all[kind] = _all.GetValueOrDefault(kind) + count;
    }

    /// <summary>Null: of all accounts together.</summary>
    public LiveSecond Of(Guid? account)
    {
        return new LiveSecond(
            at,
            Count(Accepted),
            Count((short)EventType.MessageQueued),
            Count((short)EventType.MessageSending),
            Count((short)EventType.MessageDelivered),
            Count((short)EventType.MessageFailed),
            Count((short)EventType.MessageExpired),
            Count((short)EventType.MessageCanceled));

        long Count(short kind) =>
            account is { } own ? _counts.GetValueOrDefault((own, kind)) : _all.GetValueOrDefault(kind);
    }
}
