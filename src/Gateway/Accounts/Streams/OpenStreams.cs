using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Microsoft.Extensions.Options;

namespace Gateway.Accounts.Streams;

/// <summary>
/// The streams that this node has open, by key: so many of each, and none for a key that no longer counts.
/// </summary>
internal sealed class OpenStreams(IOptions<LimitsOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, HashSet<OpenStream>> _open = [];

    /// <summary>Beats with each stream that is opened.</summary>
    public Pulse Opened { get; } = new();

    /// <summary>The keys that may be revoked: not <c>Gateway:AdminKey</c>.</summary>
    public Guid[] Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _open.Keys.Where(static key => key != Guid.Empty)];
            }
        }
    }

    /// <summary>The problem when the key has as many as it may have. Whoever opens a stream disposes it.</summary>
    public ProblemResult? Open(KnownKey key, out OpenStream stream)
    {
        stream = new OpenStream(this, key);
        var most = options.Value.StreamsPerKey;
        lock (_lock)
        {
            var id = key.KeyId ?? Guid.Empty;
            var own = _open.TryGetValue(id, out var known) ? known : _open[id] = [];
            if (own.Count >= most)
            {
                return new ProblemResult(
                    ErrorCode.TooManyStreams,
                    $"This key has {most} open streams on this node, as many as it may (Limits:StreamsPerKey). Close one, "
                        + "ask for several types in one stream, or take another key.",
                    retryAfter: RetryAfter);
            }

            own.Add(stream);
        }

        Opened.Beat();
        return null;
    }

    /// <summary>Ends all streams of these keys.</summary>
    public void End(IEnumerable<Guid> keys)
    {
        List<OpenStream> ending;
        lock (_lock)
        {
            ending = [.. keys.SelectMany(key => _open.TryGetValue(key, out var own) ? own : [])];
        }

        ending.ForEach(static stream => stream.End());
    }

    public void Close(OpenStream stream)
    {
        lock (_lock)
        {
            var id = stream.Key.KeyId ?? Guid.Empty;
            if (_open.TryGetValue(id, out var own) && own.Remove(stream) && own.Count == 0)
            {
                _open.Remove(id);
            }
        }
    }
}
