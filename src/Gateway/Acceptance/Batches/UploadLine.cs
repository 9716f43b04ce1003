using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>One record of an upload.</summary>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Bytes">
/// Its bytes without the line end; of a table, its values. Valid until the next one is read. None when it says nothing.
/// </param>
/// <param name="TooLong">True when it is above the limit; then the bytes are only its beginning.</param>
internal readonly record struct UploadLine(int Line, ReadOnlyMemory<byte> Bytes, bool TooLong)
{
    /// <summary>The values of a table's record.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public Fault? Fault { get; init; }
}
