using System.Numerics;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>The lines of an upload whose messages wait to be stored together. Each way out rejects lines.</summary>
/// <param name="reject">Counts and keeps a line that is not sent.</param>
internal sealed class GatheredLines(Action<GoodLine, IReadOnlyList<Fault>> reject)
{
    private readonly List<GoodLine> _lines = [];
    private readonly DuplicateLines _known = new();

    /// <summary>How many messages they have.</summary>
    public int Count { get; private set; }

    /// <summary>What they say.</summary>
    public int Characters { get; private set; }

    /// <summary>Those whose number had lost its 0.</summary>
    public int Repaired => _lines.Count(static line => line.IsRepaired);

    public IEnumerable<NewMessage> Messages => _lines.SelectMany(static line => line.Messages);

    /// <summary>Of a resend: which message sends which again.</summary>
    public ClaimResends Claims() => new(
        [.. _lines.Select(static line => line.Original)], [.. _lines.Select(static line => line.Messages[0].Id)]);

    public void Add(GoodLine line)
    {
        _lines.Add(line);
        Count += line.Messages.Count;
        Characters += KeepRejects.Characters(line.Values);
    }

    /// <summary>They are stored.</summary>
    public void Clear()
    {
        _lines.Clear();
        (Count, Characters) = (0, 0);
    }

    /// <summary>A line that was stored before a break: those that come now are compared with it too.</summary>
    public void Remember(GoodLine line) => Duplicates(line);

    /// <summary>Rejects those that say what a line before them said.</summary>
    public void RejectDuplicates() => RejectWhere(Duplicates);

    /// <summary>Takes the lines that have faults out.</summary>
    public void RejectWhere(Func<GoodLine, IReadOnlyList<Fault>> faultsOf) => _lines.RemoveAll(line =>
    {
        var faults = faultsOf(line);
        if (faults.Count > 0)
        {
            reject(line, faults);
            Count -= line.Messages.Count;
        }

        return faults.Count > 0;
    });

    /// <summary>
    /// Rejects the lines of repeated messages. Those that only repeat another line of these wait for the next try: that
    /// line may be rejected itself.
    /// </summary>
    public void RejectRepeats(IReadOnlyList<Repeat> repeats)
    {
        var byTables = repeats.Any(repeat => !repeat.WithinRequest);
        var refused = repeats.Where(repeat => repeat.WithinRequest != byTables).ToLookup(repeat => repeat.Index);
        var first = 0;
        RejectWhere(line =>
        {
            var faults = Enumerable.Range(0, line.Messages.Count)
                .SelectMany(i => refused[first + i]
                    .Select(repeat => RepeatFaults.Of(repeat with { WithinRequest = false }, line.PhoneAt(i))))
                .ToList();
            first += line.Messages.Count;
            return faults;
        });
    }

    /// <summary>Lets go of messages that another resend sends; answers how many.</summary>
    public int Leave(IReadOnlySet<Guid> originals)
    {
        var left = _lines.RemoveAll(line => originals.Contains(line.Original));
        Count = _lines.Sum(static line => line.Messages.Count);
        return left;
    }

    /// <summary>
    /// Takes quota for all of them, or for as many of the first as there is room for; the others are rejected.
    /// </summary>
    /// <param name="takeAsync">Takes so many, or says why not.</param>
    /// <returns>What was taken.</returns>
    public async Task<int> TakeQuotaAsync(Func<int, ValueTask<ProblemResult?>> takeAsync)
    {
        if (await takeAsync(Count) is null)
        {
            return Count;
        }

        // Halved steps find the place in a dozen questions, where line by line would be two thousand.
        var (taken, fits) = (0, 0);
        ProblemResult? exceeded = null;
        for (var step = (int)BitOperations.RoundUpToPowerOf2((uint)_lines.Count); step > 0; step /= 2)
        {
            if (fits + step > _lines.Count)
            {
                continue;
            }

            var messages = _lines.Skip(fits).Take(step).Sum(static line => line.Messages.Count);
            if (await takeAsync(messages) is { } problem)
            {
                exceeded = problem;
                continue;
            }

            (taken, fits) = (taken + messages, fits + step);
        }

        foreach (var line in _lines.Skip(fits))
        {
            // Where all steps fit, nothing is skipped.
            reject(line, [new Fault("", exceeded!.Code, exceeded.Detail ?? "")]);
        }

        _lines.RemoveRange(fits, _lines.Count - fits);
        return Count = taken;
    }

    private List<Fault> Duplicates(GoodLine line) => _known.Faults(line.Line, line.To, line.Messages);
}

/// <summary>A line whose messages wait to be stored.</summary>
/// <param name="Values">What it says.</param>
/// <param name="IsRepaired">Its number had lost its 0.</param>
internal readonly record struct GoodLine(
    int Line, IReadOnlyList<string> Values, RecipientList To, IReadOnlyList<NewMessage> Messages, bool IsRepaired)
{
    /// <summary>Of a resend: the message that it sends again.</summary>
    public Guid Original { get; init; }

    /// <summary>Where the number of a recipient stands.</summary>
    public string PhoneAt(int index) => SendMessageValidator.Pointer(To, index, "phone");
}
