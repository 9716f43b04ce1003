using System.Text;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// The text of an uploaded table, decoded as it comes, with one buffer. The encoding is what the content type says,
/// else what the mark at its begin says. Else it is found when the first byte comes that is not ASCII, wherever that
/// is: it and the next 64 KB decide between UTF-8 and CP949. It is decided once, and never changed: a line that is
/// none in this encoding keeps a letter that stands for what was lost (<see cref="Charsets.Lost"/>), and is rejected.
/// So later bytes that contradict cost their own lines, and no message is ever sent with letters that were guessed
/// anew.
/// </summary>
internal sealed class TableText(Stream stream, Encoding? declared) : IDisposable
{
    private const int Window = 64 * 1024;

    /// <summary>Enough to see UTF-16 without a mark.</summary>
    private const int Start = 4096;

    private readonly byte[] _bytes = new byte[Window];
    private int _at;
    private int _count;
    private bool _ended;
    private Decoder? _decoder;

    /// <summary>
    /// Why nothing is read: the encoding is none that is read here, or what the bytes say of themselves contradicts
    /// the content type. Null: it is read.
    /// </summary>
    public string? Refusal { get; private set; }

    /// <summary>True when it was found to be CP949 without being told.</summary>
    public bool IsGuessedCp949 { get; private set; }

    /// <summary>The name of the encoding, for people; null while all is ASCII.</summary>
    public string? Name { get; private set; }

    public void Dispose() => stream.Dispose();

    /// <summary>Looks at the begin. Once, before anything is read.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await FillAsync(Start, cancellationToken);
        if (Charsets.Unread(_bytes.AsSpan(0, _count)) is { } unread)
        {
            Refusal = $"The file is {unread}, which is not read here. Save it as UTF-8 (in Excel: CSV UTF-8), UTF-16 "
                + "or CP949, and send it again.";
            return;
        }

        var (marked, length) = Charsets.Mark(_bytes.AsSpan(0, _count));
        if (declared is not null && marked is not null && !IsSame(declared, marked))
        {
            Refusal =
                $"The content type says {NameOf(declared)}, and the file begins with the mark of {NameOf(marked)}.";
        }

        _at = length;
        if ((marked ?? declared ?? Charsets.WideWithoutMark(_bytes.AsSpan(0, _count))) is { } known)
        {
            var isWide = declared == Charsets.Utf16 && marked is null;
            Use(isWide ? Charsets.WideWithoutMark(_bytes.AsSpan(0, _count)) ?? known : known);
        }
    }

    /// <summary>Some letters; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<char> letters, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_at == _count && !_ended)
            {
                await FillAsync(1, cancellationToken);
            }

            if (_decoder is null && await AsciiAsync(letters, cancellationToken) is > 0 and var plain)
            {
                return plain;
            }

            if (_decoder is null)
            {
                return 0; // The end: all was ASCII.
            }

            var bytes = _bytes.AsSpan(_at, _count - _at);
            _decoder.Convert(bytes, letters.Span, flush: _ended, out var used, out var made, out _);
            _at += used;
            if (made > 0 || (_ended && _at == _count))
            {
                return made;
            }
        }
    }

    /// <summary>Letters up to the first that is not ASCII; at that one the encoding is decided.</summary>
    private async ValueTask<int> AsciiAsync(Memory<char> letters, CancellationToken cancellationToken)
    {
        var taken = Math.Min(letters.Length, _count - _at);
        Ascii.ToUtf16(_bytes.AsSpan(_at, taken), letters.Span, out var plain);
        _at += plain;
        if (plain > 0 || taken == 0)
        {
            return plain;
        }

        await FillAsync(Window, cancellationToken);
        var guess = Charsets.Guess(_bytes.AsSpan(_at, _count - _at), _ended);
        IsGuessedCp949 = guess == Charsets.Cp949;
        Use(guess);
        return 0;
    }

    private void Use(Encoding encoding)
    {
        _decoder = encoding == Charsets.Cp949 ? new Cp949Decoder() : encoding.GetDecoder();
        Name = NameOf(encoding);
    }

    /// <summary>Reads until so many bytes wait, or the end.</summary>
    private async ValueTask FillAsync(int least, CancellationToken cancellationToken)
    {
        _bytes.AsSpan(_at, _count - _at).CopyTo(_bytes);
        (_at, _count) = (0, _count - _at);
        while (_count < least && !_ended)
        {
            var read = await stream.ReadAsync(_bytes.AsMemory(_count), cancellationToken);
            _ended = read == 0;
            _count += read;
        }
    }

    private static bool IsSame(Encoding declared, Encoding marked) =>
        declared == marked || (declared == Charsets.Utf16 && marked == Charsets.Utf16BigEndian);

    private static string NameOf(Encoding encoding) =>
        encoding == Charsets.Cp949 ? "CP949" : encoding == Charsets.Utf8 ? "UTF-8" : "UTF-16";
}
