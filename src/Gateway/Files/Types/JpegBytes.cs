namespace Gateway.Files.Types;

/// <summary>A JPEG's bytes one after the other, through one buffer.</summary>
internal sealed class JpegBytes
{
    private const int BufferBytes = 16 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly Stream _stream;
    private long _before;
    private int _at;
    private int _filled;

    public JpegBytes(Stream stream, long from)
    {
        _stream = stream;
        _before = stream.Position = Math.Min(from, stream.Length);
    }

    /// <summary>Of the byte that comes next.</summary>
    public long Position => _before + _at;

    public bool Ended { get; private set; }

    /// <summary>What may follow the end without meaning anything: zeros, fill bytes, line ends.</summary>
    private static ReadOnlySpan<byte> Padding => [0, 0xFF, (byte)'\r', (byte)'\n', (byte)' '];

    /// <summary>-1 at the end.</summary>
    public int Next() => _at < _filled || Fill() ? _buffer[_at++] : -1;

    /// <summary>One byte; only right after <see cref="Next"/>.</summary>
    public void Back() => _at--;

    /// <summary>A segment by its length; null when it is not all there, or has no length.</summary>
    public byte[]? Segment()
    {
        var (high, low) = (Next(), Next());
        var length = (high << 8) + low - 2;
        if (low < 0 || length < 0)
        {
            return null;
        }

        // Only a frame's and a scan's are looked at; both are short. Of others the length is enough.
        var segment = new byte[Math.Min(length, 256)];
        for (var i = 0; i < segment.Length; i++)
        {
            if (Next() is >= 0 and var next)
            {
                segment[i] = (byte)next;
            }
            else
            {
                return null;
            }
        }

        return Skip(length - segment.Length) ? segment : null;
    }

    /// <summary>To the marker that ends a scan's data. False when the file ends before.</summary>
    public bool SkipScan()
    {
        while (_at < _filled || Fill())
        {
            var found = _buffer.AsSpan(_at, _filled - _at).IndexOf((byte)0xFF);
            if (found < 0)
            {
                _at = _filled;
                continue;
            }

            _at += found + 1;
            var marker = Next();
            if (marker == 0xFF)
            {
                Back();
            }
            else if (marker is > 0 and not (>= 0xD0 and <= 0xD7))
            {
                _at -= 2; // Both stand in the buffer: Fill keeps the last byte.
                return true;
            }
        }

        return false;
    }

    /// <summary>Bytes from here to the last one that is no padding.</summary>
    public long CountTrailing()
    {
        var (start, end) = (Position, Position);
        while (_at < _filled || Fill())
        {
            var last = _buffer.AsSpan(_at, _filled - _at).LastIndexOfAnyExcept(Padding);
            end = last < 0 ? end : Position + last + 1;
            _at = _filled;
        }

        return end - start;
    }

    private bool Skip(int bytes)
    {
        while (bytes > 0)
        {
            if (_at >= _filled && !Fill())
            {
                return false;
            }

            var step = Math.Min(bytes, _filled - _at);
            _at += step;
            bytes -= step;
        }

        return true;
    }

    private bool Fill()
    {
        var kept = _filled > 0 ? 1 : 0;
        if (kept == 1)
        {
            _buffer[0] = _buffer[_filled - 1];
            _before += _filled - 1;
        }

        var read = _stream.Read(_buffer, kept, BufferBytes - kept);
        (_at, _filled) = (kept, kept + read);
        Ended = read == 0;
        return read > 0;
    }
}
