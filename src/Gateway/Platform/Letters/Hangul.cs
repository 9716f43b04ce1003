namespace Gateway.Platform.Letters;

/// <summary>Hangul syllables and the jamo of which they are made (The Unicode Standard, 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Initials = 0x1100;
    private const int Vowels = 0x1161;

    /// <summary>One before the first final: a syllable may have none.</summary>
    private const int NoFinal = 0x11A7;

    private const int InitialCount = 19;
    private const int VowelCount = 21;
    private const int FinalCount = 28;

    /// <summary>Jamo that join the letter before them.</summary>
    public static IEnumerable<int> Seconds =>
        Enumerable.Range(Vowels, VowelCount).Concat(Enumerable.Range(NoFinal + 1, FinalCount - 1));

    /// <summary>The jamo of a syllable; false for every other letter.</summary>
    public static bool TryTakeApart(int letter, List<int> into)
    {
        var index = letter - Syllables;
        if (index is < 0 or >= InitialCount * VowelCount * FinalCount)
        {
            return false;
        }

        into.Add(Initials + (index / (VowelCount * FinalCount)));
        into.Add(Vowels + (index / FinalCount % VowelCount));
        if (index % FinalCount > 0)
        {
            into.Add(NoFinal + (index % FinalCount));
        }

        return true;
    }

    /// <summary>The syllable that both make; 0 for none.</summary>
    public static int Pair(int first, int second)
    {
        var (initial, vowel) = (first - Initials, second - Vowels);
        if (initial is >= 0 and < InitialCount && vowel is >= 0 and < VowelCount)
        {
            return Syllables + (((initial * VowelCount) + vowel) * FinalCount);
        }

        var (open, final) = (first - Syllables, second - NoFinal);
        var isOpen = open is >= 0 and < InitialCount * VowelCount * FinalCount && open % FinalCount == 0;
        return isOpen && final is > 0 and < FinalCount ? first + final : 0;
    }
}
