using System.Runtime.CompilerServices;

namespace Gateway.Messages.Batches;

/// <summary>Splits a stream into records with two fixed buffers, however long the stream or a line of it is. With quotes (RFC 4180), a quoted line end belongs to its record.</summary>
internal sealed class ReadLines(Stream stream, bool quotes)
{
    /// <summary>Longer than any message for one recipient; a line with a thousand recipients belongs on a thousand lines.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _read = new byte[32 * 1024];
    private readonly byte[] _line = new byte[MaxBytes];
    private int _length;
    private bool _quoted;
    private bool _fieldStart = true;
    private bool _quoteClosed;

    public async IAsyncEnumerable<UploadLine> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (line, first) = (1, 1);
        int count;
        while ((count = await stream.ReadAsync(_read, cancellationToken)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                var letter = _read[i];
                line += letter == '\n' ? 1 : 0;
                if (letter == '\n' && !_quoted)
                {
                    yield return Take(first);
                    first = line;
                    continue;
                }

                Follow(letter);
                if (_length < MaxBytes)
                {
                    _line[_length] = letter;
                }

                _length = Math.Min(_length + 1, MaxBytes + 1); // A line has no end that we know.
            }
        }

        if (_length > 0)
        {
            yield return Take(first);
        }
    }

    /// <summary>A quote opens only where a field starts; two of them inside are one letter.</summary>
    private void Follow(byte letter)
    {
        if (!quotes)
        {
            return;
        }

        if (letter == '"' && (_quoted || _fieldStart || _quoteClosed))
        {
            (_quoted, _quoteClosed) = (!_quoted, _quoted);
        }
        else
        {
            _quoteClosed = false;
        }

        _fieldStart = !_quoted && letter == ',';
    }

    private UploadLine Take(int first)
    {
        var tooLong = _length > MaxBytes;
        var bytes = _line.AsMemory(0, Math.Min(_length, MaxBytes));
        if (first == 1 && bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        if (bytes.Length > 0 && bytes.Span[^1] == '\r')
        {
            bytes = bytes[..^1];
        }

        (_length, _quoted, _fieldStart, _quoteClosed) = (0, false, true, false);
        return new UploadLine(first, bytes, tooLong);
    }
}
