using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Platform;

/// <summary>
/// What was read and is believed for a few seconds, so that what is asked with each request costs no look at the
/// database with each. However many ask at once, it is read once; and it is read again a little before its time is
/// over, while the old answer still stands, so that nobody waits for it.
/// </summary>
/// <param name="read">Reads it. It is nobody's own: no caller's token ends it.</param>
/// <param name="believed">For how long from the beginning of the reading.</param>
/// <param name="most">Answers in memory; beyond this many, everything is forgotten.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">
/// A dead connection may keep one reading for ever; after this time, by the machine's own clock, who asks next reads by
/// another connection. Null: 10 s.
/// </param>
internal sealed class Believed<TKey, TValue>(
    Func<TKey, Task<TValue>> read, TimeSpan believed, int most, TimeProvider time, TimeSpan? patience = null)
    where TKey : notnull
{
    /// <summary>The part of its time after which it is read again.</summary>
    private const double ReadAgainAfter = 0.75;

    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TKey, Answer> _answers = new();
    private readonly ConcurrentDictionary<TKey, Reading> _reads = new();
    private readonly Lock _storing = new();
    private int _changes;

    /// <param name="key">What is asked for.</param>
    /// <param name="cancellationToken">Ends the wait, not the reading.</param>
    public async ValueTask<TValue> GetAsync(TKey key, CancellationToken cancellationToken) =>
        TryGet(key, out var value) ? value : await ReadAsync(key, cancellationToken);

    /// <summary>False when nothing is believed now.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_answers.TryGetValue(key, out var answer))
        {
            return false;
        }

        var age = time.GetUtcNow() - answer.At;
        if (age >= believed)
        {
            return false;
        }

        if (age >= believed * ReadAgainAfter)
        {
            _ = ReadAgainAsync(key);
        }

        value = answer.Value;
        return true;
    }

    /// <summary>Reads it now, whatever is believed.</summary>
    public Task<TValue> ReadAsync(TKey key, CancellationToken cancellationToken) =>
        ReadAsync(key).WaitAsync(cancellationToken);

    /// <summary>Makes a change felt at once: also of what is being read now, nothing is believed.</summary>
    public void Forget()
    {
        lock (_storing)
        {
            _changes++;
            _answers.Clear();
            _reads.Clear();
        }
    }

    /// <summary>Who asks after the time is over is told what went wrong.</summary>
    private async Task ReadAgainAsync(TKey key) =>
        await ((Task)ReadAsync(key)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A reading that began longer ago than an answer is believed may have seen what is no longer true.</summary>
    private Task<TValue> ReadAsync(TKey key)
    {
        var mine = new Reading(time.GetUtcNow());
        var reading = _reads.AddOrUpdate(key, mine, (_, other) => mine.At - other.At < believed ? other : mine);
        if (reading == mine)
        {
            _ = ReadAndKeepAsync(key, mine);
        }

        return reading.Done.Task;
    }

    private async Task ReadAndKeepAsync(TKey key, Reading reading)
    {
        var changes = Volatile.Read(ref _changes);
        try
        {
            var value = await read(key).WaitAsync(patience ?? UsualPatience, TimeProvider.System);
            Keep(key, new Answer(reading.At, value), changes);
            End();
            reading.Done.SetResult(value);
        }
        catch (Exception fault)
        {
            End();
            reading.Done.SetException(fault);
        }

        void End() => _reads.TryRemove(KeyValuePair.Create(key, reading));
    }

    private void Keep(TKey key, Answer answer, int changes)
    {
        lock (_storing)
        {
            if (changes != _changes || (_answers.TryGetValue(key, out var other) && other.At > answer.At))
            {
                return;
            }

            if (_answers.Count >= most)
            {
                _answers.Clear();
            }

            _answers[key] = answer;
        }
    }

    private sealed record Answer(DateTimeOffset At, TValue Value);

    private sealed class Reading(DateTimeOffset at)
    {
        public DateTimeOffset At => at;

        public TaskCompletionSource<TValue> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
