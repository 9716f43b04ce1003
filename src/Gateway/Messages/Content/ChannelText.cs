using System.Globalization;
using Gateway.Platform.Errors;
using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>What fits into a message of each channel. The limits are the operators' and the vendors' manuals'.</summary>
internal static class ChannelText
{
    public const int SmsBytes = 90;
    public const int LmsBytes = 2000;
    public const int SubjectBytes = 64;

    /// <summary>A list of every wrong character of a long text helps nobody.</summary>
    private const int ListedCharacters = 10;

    /// <summary>True when a text is an SMS by its form but too long for one.</summary>
    public static bool IsTooLongForSms(string text) => KoreanText.Bytes(text) > SmsBytes;

    public static void CheckText(Channel channel, string text, string pointer, ICollection<Fault> faults)
    {
        var limit = channel == Channel.Sms ? SmsBytes : LmsBytes;
        Check(text, limit, $"{channel.ToString().ToUpperInvariant()} takes", "too_long", pointer, faults, channel == Channel.Sms ? " Use lms, or onTooLong: upgrade." : "");
    }

    public static void CheckSubject(string subject, string pointer, ICollection<Fault> faults) =>
        Check(subject, SubjectBytes, "A subject takes", "too_long", pointer, faults, "");

    private static void Check(string text, int limit, string what, string code, string pointer, ICollection<Fault> faults, string advice)
    {
        var bytes = KoreanText.BytesOrUnmappable(text);
        if (bytes < 0)
        {
            faults.Add(new Fault(pointer, "unmappable_text", Describe(KoreanText.Unmappable(text))));
            bytes = KoreanText.Bytes(text);
        }

        if (bytes > limit)
        {
            faults.Add(new Fault(pointer, code, string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes in CP949 (Hangul takes 2); {what} {limit}.{advice}")));
        }
    }

    private static string Describe(IReadOnlyList<(int Position, string Character)> unmappable)
    {
        var listed = string.Join(", ", unmappable.Take(ListedCharacters).Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.Character} at {found.Position}")));
        var more = unmappable.Count > ListedCharacters ? string.Create(CultureInfo.InvariantCulture, $" and {unmappable.Count - ListedCharacters} more") : "";
        return $"Korean phones cannot show: {listed}{more} (places counted in characters from 0).";
    }
}
