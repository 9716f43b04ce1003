using System.Text;

namespace Gateway.Benchmarks.Batch;

/// <summary>A line whose number is written anew each time: only the digits, so that the load is cheap.</summary>
internal sealed class UniqueLine
{
    private const string Mark = "{n}";
    private const int Digits = 8;

    private readonly byte[] _bytes;
    private readonly int[] _places;

    private UniqueLine(byte[] bytes, int[] places) => (_bytes, _places) = (bytes, places);

    public int Length => _bytes.Length;

    public static UniqueLine Of(string line, Encoding encoding)
    {
        var parts = line.Split(Mark);
        var places = new int[parts.Length - 1];
        for (var (i, end) = (0, 0); i < places.Length; i++)
        {
            end += encoding.GetByteCount(parts[i]);
            places[i] = end;
            end += Digits;
        }

        return new UniqueLine(encoding.GetBytes(string.Join(new string('0', Digits), parts)), places);
    }

    /// <summary>So many of them, one behind the other.</summary>
    public byte[] Repeat(int count) => [.. Enumerable.Repeat(_bytes, count).SelectMany(static bytes => bytes)];

    /// <summary>Writes the number into one of them.</summary>
    public void Number(Span<byte> line, int number)
    {
        Span<byte> digits = stackalloc byte[Digits];
        for (var i = Digits - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        foreach (var place in _places)
        {
            digits.CopyTo(line[place..]);
        }
    }
}
