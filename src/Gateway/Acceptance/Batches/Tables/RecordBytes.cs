using System.Buffers;
using System.Text;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// A record as bytes, by which a repeated upload is known again, whatever its encoding and its quotes.
/// </summary>
internal sealed class RecordBytes
{
    private const byte Between = 0x1f;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Valid until the next record.</summary>
    public ReadOnlyMemory<byte> Of(string[] values)
    {
        _bytes.ResetWrittenCount();
        foreach (var value in values)
        {
            Encoding.UTF8.GetBytes(value, _bytes);
            _bytes.Write([Between]);
        }

        return _bytes.WrittenMemory;
    }
}
