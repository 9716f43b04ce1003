using System.Runtime.CompilerServices;

namespace Gateway.Acceptance.Batches;

/// <summary>Splits a stream into lines with two fixed buffers, however long the stream or a line of it is.</summary>
internal sealed class ReadLines(Stream stream)
{
    /// <summary>Longer than any message for one recipient; a line with a thousand recipients belongs on a thousand lines.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _read = new byte[32 * 1024];
    private readonly byte[] _line = new byte[MaxBytes];
    private int _length;

    public async IAsyncEnumerable<UploadLine> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = 1;
        int count;
        while ((count = await stream.ReadAsync(_read, cancellationToken)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                var letter = _read[i];
                if (letter == '\n')
                {
                    yield return Take(line++);
                    continue;
                }

                if (_length < MaxBytes)
                {
                    _line[_length] = letter;
                }

                _length = Math.Min(_length + 1, MaxBytes + 1); // A line has no end that we know.
            }
        }

        if (_length > 0)
        {
            yield return Take(line);
        }
    }

    private UploadLine Take(int line)
    {
        var tooLong = _length > MaxBytes;
        var bytes = _line.AsMemory(0, Math.Min(_length, MaxBytes));
        if (line == 1 && bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        if (bytes.Length > 0 && bytes.Span[^1] == '\r')
        {
            bytes = bytes[..^1];
        }

        _length = 0;
        return new UploadLine(line, bytes, tooLong);
    }
}
