namespace Gateway.Messages.Batches;

/// <summary>One record of an upload.</summary>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Bytes">Its bytes without the line end; valid until the next one is read.</param>
/// <param name="TooLong">True when it is above the limit; then the bytes are only its beginning.</param>
internal readonly record struct UploadLine(int Line, ReadOnlyMemory<byte> Bytes, bool TooLong);
