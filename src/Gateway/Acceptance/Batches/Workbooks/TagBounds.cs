using Gateway.Platform.Bodies;

namespace Gateway.Acceptance.Batches.Workbooks;

/// <summary>
/// XML with an end, and no stretch between two tags that is longer than any cell: a parser keeps such a stretch in
/// memory.
/// </summary>
internal sealed class TagBounds(Stream inner, long most) : ReadOnce
{
    /// <summary>A cell of Excel has 32,767 letters, of six bytes each where they are escaped.</summary>
    private const int LongestStretch = 256 * 1024;

    private long _read;
    private long _lastTag;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        var bytes = buffer.AsSpan(offset, read);
        var at = 0;
        while (bytes[at..].IndexOf((byte)'<') is >= 0 and var next)
        {
            Check(_read + at + next);
            _lastTag = _read + at + next;
            at += next + 1;
        }

        _read += read;
        Check(_read);
        return _read <= most ? read : throw new WorkbookException($"A part of it has more than {most} bytes when it is unpacked.");
    }

    private void Check(long at)
    {
        if (at - _lastTag > LongestStretch)
        {
            throw new WorkbookException(WorkbookBounds.LongCell);
        }
    }
}

/// <summary>Why a workbook is not read, for the one who sent it.</summary>
internal sealed class WorkbookException(string message) : Exception(message);
