using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Rejects;

/// <summary>Gathers the rejected lines of a chunk.</summary>
/// <param name="columns">Names of the upload's columns.</param>
internal sealed class KeepRejects(IReadOnlyList<string> columns, SealRejects seal)
{
    /// <summary>Of one upload: a million lines of 250 letters.</summary>
    private const long MostCharacters = 250_000_000;

    /// <summary>Of one line; there may be as many faults as variables.</summary>
    private const int MostFaults = 20;

    private static readonly Fault TooMany = new(
        "", "too_many_rejects", $"From here on rejected lines are counted and not kept: {MostCharacters} letters are.");

    private readonly List<RejectedLine> _lines = [];
    private long _kept;

    /// <summary>Letters that wait to be stored.</summary>
    public int Waiting { get; private set; }

    public static int Characters(IReadOnlyList<string> values)
    {
        var characters = 0;
        for (var i = 0; i < values.Count; i++)
        {
            characters += values[i].Length;
        }

        return characters;
    }

    public void Add(int line, IReadOnlyList<string> values, IReadOnlyList<Fault> faults)
    {
        if (_kept > MostCharacters)
        {
            return;
        }

        var characters = Characters(values);
        _kept += characters;
        Waiting += characters;
        _lines.Add(_kept > MostCharacters
            ? new RejectedLine(line, [TooMany], [])
            : new RejectedLine(line, [.. faults.Take(MostFaults)], values));
    }

    /// <summary>What is to be stored; null when nothing is.</summary>
    public StoreRejects? Of(Guid batchId)
    {
        if (_lines.Count == 0)
        {
            return null;
        }

        // Lines that were refused after they had been read come behind the others.
        List<RejectedLine> ordered = [.. _lines.OrderBy(static line => line.Line)];
        var (content, isSealed) = seal.Seal(batchId, new RejectedLines(columns, ordered));
        return new StoreRejects(ordered[0].Line, content, isSealed);
    }

    public void Clear()
    {
        _lines.Clear();
        Waiting = 0;
    }
}
