using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gateway.Platform.Letters;

/// <summary>
/// Composes text (Unicode NFC): macOS and some keyboards write <c>한</c> as three letters and <c>é</c> as two. What
/// comes in from outside is composed once, before it is counted, matched, hashed or stored.
/// </summary>
/// <remarks>
/// <see cref="string.Normalize()"/> needs ICU. Without it, as here (<c>InvariantGlobalization</c>) and in small images,
/// it returns every text as it came and says nothing.
/// </remarks>
internal static class Composed
{
    /// <summary>The text composed; the same object when nothing is to be done.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || !MayChange(text) ? text : Compose(text);

    /// <summary>False when the text is composed for certain, as nearly every text is.</summary>
    public static bool MayChange(ReadOnlySpan<char> text)
    {
        var table = CanonicalTable.Shared;
        foreach (var unit in text)
        {
            // No letter below the first combining mark changes or joins another one.
            if (unit >= '\u0300' && table.IsSuspicious(unit))
            {
                return true;
            }
        }

        return false;
    }

    private static string Compose(string text)
    {
        var letters = TakeApart(text);
        Sort(letters);
        var count = Join(letters);
        var composed = new StringBuilder(text.Length);
        foreach (var letter in letters.Take(count))
        {
            // Half a pair stands for itself: mending it is not our business.
            composed.Append(letter <= char.MaxValue ? ((char)letter).ToString() : char.ConvertFromUtf32(letter));
        }

        return composed.Equals(text) ? text : composed.ToString();
    }

    private static int[] TakeApart(string text)
    {
        var letters = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            int letter = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                letter = char.ConvertToUtf32(text[i], text[++i]);
            }

            if (CanonicalTable.Shared.PartsOf(letter) is { } parts)
            {
                letters.AddRange(parts);
            }
            else if (!Hangul.TryTakeApart(letter, letters))
            {
                letters.Add(letter);
            }
        }

        return [.. letters];
    }

    /// <summary>Puts the marks behind each letter into their order. A text may be nothing but marks.</summary>
    private static void Sort(int[] letters)
    {
        for (var from = 0; from < letters.Length; from++)
        {
            var to = from;
            while (to < letters.Length && CanonicalTable.Shared.ClassOf(letters[to]) > 0)
            {
                to++;
            }

            if (to - from > 1)
            {
                letters[from..to].OrderBy(CanonicalTable.Shared.ClassOf).ToArray().CopyTo(letters, from);
            }

            from = to;
        }
    }

    /// <summary>Joins letters that together make one. Answers how many are left.</summary>
    private static int Join(int[] letters)
    {
        const int Adjacent = -1;
        var (count, starter, before) = (0, -1, Adjacent);
        foreach (var letter in letters)
        {
            int own = CanonicalTable.Shared.ClassOf(letter);
            var joined = starter >= 0 && before < own ? CanonicalTable.Shared.Pair(letters[starter], letter) : 0;
            if (joined > 0)
            {
                letters[starter] = joined;
                continue;
            }

            (starter, before) = own == 0 ? (count, Adjacent) : (starter, own);
            letters[count++] = letter;
        }

        return count;
    }
}
