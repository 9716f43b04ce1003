using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Gateway.Platform.Bodies;

/// <summary>
/// Times as RFC 3339, and as databases and other programs write them: a blank in the place of T, an offset without a
/// colon, no seconds. Read with an offset, never guessed from the server's zone; written in UTC with milliseconds.
/// </summary>
internal sealed partial class UtcTime : JsonConverter<DateTimeOffset>
{
    /// <summary>Digits of a second that are kept.</summary>
    private const int MostDigits = 7;

    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        if (Form().Match(text) is not { Success: true } read)
        {
            return false;
        }

        var second = read.Groups["second"].Value is { Length: > 0 } given ? given : ":00";
        var fraction = read.Groups["fraction"].Value;
        var digits = fraction.Length == 0 ? "" : "." + fraction[..Math.Min(fraction.Length, MostDigits)];
        var offset = read.Groups["hour"].Value is { Length: > 0 } hour
            ? $"{hour}:{(read.Groups["minute"].Value is { Length: > 0 } minute ? minute : "00")}"
            : "Z";
        return DateTimeOffset.TryParse(
            $"{read.Groups["date"].Value}T{read.Groups["time"].Value}{second}{digits}{offset}",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out time);
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryRead(reader.GetString()!, out var time)
            ? time
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<time>[0-9]{2}:[0-9]{2})(?<second>:[0-9]{2})?(?:\.(?<fraction>[0-9]{1,40}))?"
        + @" ?(?:[Zz]|(?<hour>[+-][0-9]{2})(?::?(?<minute>[0-9]{2}))?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
