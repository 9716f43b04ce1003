using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>The lines of an upload as they come.</summary>
/// <param name="All">One after the other.</param>
/// <param name="HaveHeader">The first one names the columns.</param>
internal sealed record UploadLines(IAsyncEnumerable<UploadLine> All, bool HaveHeader)
{
    /// <summary>What is wrong with the file as a whole; known with its first line.</summary>
    public Func<Fault?> Fault { get; init; } = static () => null;
}
