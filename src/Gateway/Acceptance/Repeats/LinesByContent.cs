using System.Runtime.InteropServices;

namespace Gateway.Acceptance.Repeats;

/// <summary>
/// Which line of an upload said a content first, for a million lines: 16 bytes for each, in many small tables that grow
/// by half, so that no growing of one needs a second room for all.
/// </summary>
internal sealed class LinesByContent
{
    private const int Tables = 1024;
    private const int Smallest = 8;

    private readonly Entry[]?[] _tables = new Entry[]?[Tables];
    private readonly int[] _counts = new int[Tables];

    /// <summary>The line that had this content first; 0: none.</summary>
    public int Find(UInt128 content) => _tables[TableOf(content)] is { } table ? table[Slot(table, content)].Line : 0;

    /// <summary>Keeps the line of a content that has none.</summary>
    public void Add(UInt128 content, int line)
    {
        var number = TableOf(content);
        var table = _tables[number] ??= new Entry[Smallest];
        if (4 * (_counts[number] + 1) > 3 * table.Length)
        {
            table = _tables[number] = Grown(table);
        }

        table[Slot(table, content)] = new Entry((ulong)content, (uint)(content >> 64), line);
        _counts[number]++;
    }

    /// <summary>Keeps a number for a content, in the place of what it had.</summary>
    public void Put(UInt128 content, int line)
    {
        if (Find(content) == 0)
        {
            Add(content, line);
            return;
        }

        var table = _tables[TableOf(content)]!; // It was found there.
        table[Slot(table, content)] = new Entry((ulong)content, (uint)(content >> 64), line);
    }

    private static int TableOf(UInt128 content) => (int)(uint)(content >> 96) & (Tables - 1);

    /// <summary>Where the content stands or would stand. A quarter of the slots is free.</summary>
    private static int Slot(Entry[] table, UInt128 content)
    {
        var (low, high) = ((ulong)content, (uint)(content >> 64));
        var slot = (int)(low % (ulong)table.Length);
        while (table[slot].Line != 0 && !table[slot].Is(low, high))
        {
            slot = slot + 1 == table.Length ? 0 : slot + 1;
        }

        return slot;
    }

    private static Entry[] Grown(Entry[] table)
    {
        var grown = new Entry[table.Length + (table.Length / 2)];
        foreach (var entry in table)
        {
            if (entry.Line != 0)
            {
                grown[Slot(grown, new UInt128(entry.High, entry.Low))] = entry;
            }
        }

        return grown;
    }

    /// <summary>96 bits of the content's hash and the line; a line is never 0.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Entry(ulong Low, uint High, int Line)
    {
        public bool Is(ulong low, uint high) => Low == low && High == high;
    }
}
