namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// The text of a table with records of bounded length, for a parser that keeps a whole record in memory: what is
/// above the limit is left out up to the record's end. Line ends within quotes (RFC 4180) belong to their record.
/// </summary>
internal sealed class BoundedText(
    ReadOnlyMemory<char> head, TableText text, char separator, CancellationToken cancellationToken) : TextReader
{
    /// <summary>Longer than any message for one recipient.</summary>
    public const int MaxCharacters = 64 * 1024;

    private const int Block = 16 * 1024;

    private readonly Queue<int> _cuts = new();
    private readonly char[] _block = new char[Block];
    private ReadOnlyMemory<char> _waiting = head;
    private int _record = 1;
    private int _length;
    private bool _afterReturn;
    private bool _closes;
    private bool _quoted;
    private bool _quoteClosed;
    private bool _fieldStart = true;

    /// <summary>True when the record with this number, from 1, was cut. Asked for each record in turn.</summary>
    public bool IsCut(int record)
    {
        while (_cuts.TryPeek(out var cut) && cut < record)
        {
            _cuts.Dequeue();
        }

        return _cuts.TryPeek(out var next) && next == record;
    }

    public override async Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        while (true)
        {
            if (_waiting.Length == 0)
            {
                _waiting = _block.AsMemory(0, await text.ReadAsync(_block, cancellationToken));
            }

            if (_waiting.Length == 0)
            {
                return 0;
            }

            var written = Copy(buffer.AsSpan(index, count));
            if (written > 0)
            {
                return written;
            }
        }
    }

    private int Copy(Span<char> to)
    {
        var from = _waiting.Span;
        var (written, i) = (0, 0);
        for (; written < to.Length; i++)
        {
            if (_closes)
            {
                to[written++] = '"'; // The one that was cut away.
                _closes = false;
            }

            if (i == from.Length || written == to.Length)
            {
                break;
            }

            var letter = from[i];
            if (letter is '\n' or '\r' && !_quoted)
            {
                to[written++] = letter;
                End(isSecond: letter == '\n' && _afterReturn);
                _afterReturn = letter == '\r';
                continue;
            }

            _afterReturn = false;
            if (_length < MaxCharacters)
            {
                to[written++] = letter;
            }

            Follow(letter);
            if (_length < MaxCharacters && ++_length == MaxCharacters)
            {
                _cuts.Enqueue(_record);
                _closes = _quoted;
            }
        }

        _waiting = _waiting[i..];
        return written;
    }

    /// <summary>A quote opens only where a field starts; two of them inside are one letter.</summary>
    private void Follow(char letter)
    {
        if (letter == '"' && (_quoted || _fieldStart || _quoteClosed))
        {
            (_quoted, _quoteClosed) = (!_quoted, _quoted);
        }
        else
        {
            _quoteClosed = false;
        }

        _fieldStart = !_quoted && letter == separator;
    }

    /// <summary>CR LF is one end.</summary>
    private void End(bool isSecond)
    {
        _record += isSecond ? 0 : 1;
        (_length, _quoteClosed, _fieldStart) = (0, false, true);
    }
}
