using System.Threading.Channels;
using Npgsql;

namespace Gateway.Messages.Intake;

/// <summary>
/// Where requests wait for the next commit. One writer takes whatever has gathered and stores it in one transaction, so that at any load each request
/// waits for about one commit, its own or the one before.
/// </summary>
internal sealed partial class IntakeQueue(InsertNew insert, WriteIntake write, MessageSignals signals, ILogger<IntakeQueue> logger) : BackgroundService
{
    /// <summary>The name of a second queue: requests with marks look at more tables, and keep nobody without them waiting.</summary>
    public const string OfMarked = "marked";

    /// <summary>Requests that may wait. At 20,000 a second that is a fifth of a second; more would only make every client wait longer.</summary>
    private const int Capacity = 4096;

    /// <summary>Messages of one transaction: a big one delays everybody behind it.</summary>
    private const int GroupMessages = 5000;

    /// <summary>Messages that may wait: a few thousand requests with a thousand recipients each would fill any memory. A few seconds' work.</summary>
    private const int MaxMessages = 50_000;

    private static readonly HashSet<IntakeRequest> Nothing = [];

    /// <summary>The messages of the group that is being stored.</summary>
    private readonly List<NewMessage> _messages = [];

    private readonly Channel<IntakeRequest> _queue = Channel.CreateBounded<IntakeRequest>(new BoundedChannelOptions(Capacity)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    private int _waiting;

    /// <summary>What comes now would be refused, so that there is no need to read it.</summary>
    public bool IsFull => Volatile.Read(ref _waiting) >= MaxMessages || _queue.Reader.Count >= Capacity;

    /// <summary>Completes when the messages are committed, or are certainly not stored. Throws what the database threw.</summary>
    public Task<IntakeOutcome> AcceptAsync(IntakeRequest request)
    {
        // One request more than fits is taken, whatever its size: it cannot come in parts.
        var count = request.Messages.Count;
        if (Interlocked.Add(ref _waiting, count) - count < MaxMessages && _queue.Writer.TryWrite(request))
        {
            return request.Done.Task;
        }

        Interlocked.Add(ref _waiting, -count);
        return Task.FromResult(IntakeOutcome.Overloaded);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<IntakeRequest>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                var messages = 0;
                while (messages < GroupMessages && _queue.Reader.TryRead(out var request))
                {
                    group.Add(request);
                    messages += request.Messages.Count;
                }

                // A shutdown lets the group that has gathered finish: its clients are waiting for the answer.
                await StoreAsync(group, CancellationToken.None);
                Interlocked.Add(ref _waiting, -messages);
                group.Clear();
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var request))
            {
                request.Done.TrySetResult(IntakeOutcome.Overloaded);
            }
        }
    }

    private async Task StoreAsync(List<IntakeRequest> group, CancellationToken cancellationToken)
    {
        while (!await TryStoreAsync(group, cancellationToken))
        {
            // Somebody holds a whole table, such as a migration. Nobody can store anything until that ends.
        }
    }

    /// <summary>False when nothing was decided yet.</summary>
    private async Task<bool> TryStoreAsync(List<IntakeRequest> group, CancellationToken cancellationToken)
    {
        try
        {
            var repeated = await WriteAsync(group, cancellationToken);
            foreach (var request in group)
            {
                if (!repeated.Contains(request))
                {
                    request.Done.TrySetResult(IntakeOutcome.Stored(request.Answer));
                }
            }

            signals.Accepted.Beat(_messages);
            foreach (var request in repeated)
            {
                await CompareAsync(request, cancellationToken);
            }
        }
        catch (PostgresException fault) when (group.Count > 1 && (fault.SqlState.StartsWith("22", StringComparison.Ordinal) || IntakeKeys.IsInUse(fault)))
        {
            // One request has data that the database refuses, or a key that is being stored elsewhere. Alone, it fails alone.
            Log.BadRow(logger, fault.MessageText);
            foreach (var request in group)
            {
                await StoreAsync([request], cancellationToken);
            }
        }
        catch (PostgresException fault) when (IntakeKeys.IsInUse(fault))
        {
            group[0].Done.TrySetResult(IntakeOutcome.KeyInUse);
        }
        catch (PostgresException fault) when (IntakeKeys.IsLocked(fault))
        {
            return false;
        }
        catch (Exception fault)
        {
            foreach (var request in group)
            {
                request.Done.TrySetException(fault);
            }
        }

        return true;
    }

    /// <summary>Answers the requests whose key came before; all others are committed. A queue has requests with marks or without, never both.</summary>
    private async Task<IReadOnlySet<IntakeRequest>> WriteAsync(List<IntakeRequest> group, CancellationToken cancellationToken)
    {
        _messages.Clear();
        foreach (var request in group)
        {
            _messages.AddRange(request.Messages);
        }

        if (group[0].Marks is not null || !await insert.TryAsync(new IntakeKeys(group), _messages, cancellationToken))
        {
            return await write.WriteAsync(group, cancellationToken);
        }

        write.Count(group);
        return Nothing;
    }

    /// <summary>What was new is committed by now, so a fault is this request's alone.</summary>
    private async Task CompareAsync(IntakeRequest request, CancellationToken cancellationToken)
    {
        try
        {
            request.Done.TrySetResult(await write.CompareAsync(request, cancellationToken));
        }
        catch (Exception fault)
        {
            request.Done.TrySetException(fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "A group of requests has a row that the database refuses, so they are stored one by one: {Fault}")]
        public static partial void BadRow(ILogger logger, string fault);
    }
}
