using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches.Rejects;

/// <summary>A line of an upload that was not sent: what is wrong with it, and what stands in it.</summary>
internal sealed record RejectedLine(int Line, IReadOnlyList<Fault> Faults, IReadOnlyList<string> Values)
{
    /// <summary>With its faults in Korean.</summary>
    public RejectedLine InKorean() => this with { Faults = [.. Faults.Select(KoreanWords.Translated)] };
}

/// <summary>Rejected lines of one chunk, as they are kept.</summary>
/// <param name="Columns">The names of the columns; one, for lines of JSON.</param>
internal sealed record RejectedLines(IReadOnlyList<string> Columns, IReadOnlyList<RejectedLine> Lines);
