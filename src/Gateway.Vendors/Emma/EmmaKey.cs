using System.Buffers.Binary;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Emma;

/// <summary>
/// Our id in 20 letters, which is all that <c>mt_refkey</c> holds. 122 bits of a UUID of version 7 are free, and 69
/// letters to the power of 20 are more than two to the power of 122: each id has a key of its own, and the key gives
/// the id back. Keys sort as their ids do.
/// </summary>
internal static class EmmaKey
{
    public const int Length = 20;

    /// <summary>In ASCII's order; none of them means anything to SQL, XML or a shell.</summary>
    private const string Alphabet = "!+-.0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    private const int FreeLowBits = 62;
    private const int FreeHighBits = 60;
    private const int VersionBits = 4;
    private const int RandomBits = 12;

    /// <summary>Of the milliseconds since 1970: our ids are of the years 2004 to 2248.</summary>
    private const int YoungestBits = 40;

    private const int MostYears = 7;

    public static string Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        if (!IsVersion7(high, low))
        {
            throw new ArgumentException($"{id} is no UUID of version 7.", nameof(id));
        }

        var free = ((high >> (RandomBits + VersionBits)) << RandomBits) | (high & ((1UL << RandomBits) - 1));
        var rest = ((UInt128)free << FreeLowBits) | (low & ((1UL << FreeLowBits) - 1));
        Span<char> key = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--)
        {
            key[i] = Alphabet[(int)(rest % (uint)Alphabet.Length)];
            rest /= (uint)Alphabet.Length;
        }

        return new string(key);
    }

    /// <summary>Null when the column holds something else: another program may share the table.</summary>
    public static Guid? Find(string? text)
    {
        if (RowReader.Text(text) is not { Length: Length } key)
        {
            return null;
        }

        var number = UInt128.Zero;
        foreach (var letter in key)
        {
            var digit = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            number = (number * (uint)Alphabet.Length) + (uint)digit;
        }

        return number >> (FreeLowBits + FreeHighBits) == UInt128.Zero
            ? IdOf((ulong)(number >> FreeLowBits), (ulong)number)
            : null;
    }

    private static Guid? IdOf(ulong free, ulong low)
    {
        var milliseconds = free >> RandomBits;
        if (milliseconds >> YoungestBits is 0 or > MostYears)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        var random = free & ((1UL << RandomBits) - 1);
        var high = (milliseconds << (RandomBits + VersionBits)) | (7UL << RandomBits) | random;
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (2UL << FreeLowBits) | (low & ((1UL << FreeLowBits) - 1)));
        return new Guid(bytes, bigEndian: true);
    }

    private static bool IsVersion7(ulong high, ulong low) =>
        ((high >> RandomBits) & 0xF) == 7 && low >> FreeLowBits == 2;
}
