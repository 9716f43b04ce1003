namespace Gateway.Messages.Batches.Tables;

/// <summary>A text in its composed form (Unicode NFC): macOS writes Hangul in parts.</summary>
internal static class Composed
{
    /// <summary>The very same text when it is composed, which is nearly always.</summary>
    public static string Of(string text) => IsSurely(text) || text.IsNormalized() ? text : text.Normalize();

    /// <summary>
    /// Letters that are composed whatever stands beside them: Latin, whole syllables of Hangul, and signs of CJK.
    /// </summary>
    private static bool IsSurely(string text)
    {
        foreach (var letter in text)
        {
            if (letter is not (
                < '\u0300'
                or >= '\uac00' and <= '\ud7a3'
                or >= '\u3000' and <= '\u3029'
                or >= '\uff01' and <= '\uffef'))
            {
                return false;
            }
        }

        return true;
    }
}
