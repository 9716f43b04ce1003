using System.Text;
using Gateway.Platform.Letters;

namespace Gateway.Platform;

/// <summary>One record of a CSV file after RFC 4180, composed.</summary>
internal static class CsvLine
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The values of a record, without its line end; null when it is not CSV in UTF-8.</summary>
    public static List<string>? Split(ReadOnlySpan<byte> line)
    {
        string text;
        try
        {
            text = Composed.Of(Strict.GetString(line));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        var values = new List<string>();
        var value = new StringBuilder();
        var at = 0;
        while (true)
        {
            value.Clear();
            if (!TryReadValue(text, value, ref at))
            {
                return null;
            }

            values.Add(value.ToString());
            if (at >= text.Length)
            {
                return values;
            }

            at++;
        }
    }

    /// <summary>Reads up to the next comma outside quotes, or the end.</summary>
    private static bool TryReadValue(string text, StringBuilder value, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            for (; at < text.Length && text[at] != ','; at++)
            {
                value.Append(text[at]);
            }

            return true;
        }

        for (at++; at < text.Length && (text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"')); at++)
        {
            at += text[at] == '"' ? 1 : 0;
            value.Append(text[at]);
        }

        return at++ < text.Length && (at >= text.Length || text[at] == ',');
    }
}
