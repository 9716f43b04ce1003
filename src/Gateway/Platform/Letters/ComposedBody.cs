using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Platform.Letters;

/// <summary>
/// The door of <see cref="Composed"/> for whole bodies: JSON with every name and text composed, and a hash that is the
/// same for every way of writing a letter.
/// </summary>
internal static class ComposedBody
{
    private const int Chunk = 16 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// First bytes in UTF-8 of letters that may have to be composed. Left out are those of ASCII, Latin, Hangul
    /// syllables and Chinese letters, and with Hangul those from U+A000 on, of which nothing can be composed.
    /// </summary>
    private static readonly SearchValues<byte> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0xCC, 0xE4 - 0xCC).Concat(Enumerable.Range(0xEF, 17)).Select(first => (byte)first)]);

    /// <summary>A JSON body composed, and its hash; that may be empty when nobody asks for it.</summary>
    public static (ReadOnlySequence<byte> Bytes, byte[] Hash) OfJson(ReadOnlySequence<byte> bytes, bool hashes = true)
    {
        if (!MayChange(bytes))
        {
            return (bytes, hashes ? RawHash(bytes) : []);
        }

        var (hash, changes) = bytes.Length <= Chunk ? HashWhole(bytes, escapes: true) : Hash(bytes, escapes: true);
        return (changes ? Rewrite(bytes) : bytes, hash);
    }

    /// <summary>SHA-256 of a text file, composed.</summary>
    public static byte[] HashOfText(ReadOnlySequence<byte> bytes) =>
        MayChange(bytes) ? Hash(bytes, escapes: false).Hash : RawHash(bytes);

    /// <summary>A text composed; the bytes that came when nothing is to be done.</summary>
    public static ReadOnlySpan<byte> OfText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOfAny(Suspicious) < 0)
        {
            return bytes;
        }

        try
        {
            var text = Strict.GetString(bytes);
            var composed = Composed.Of(text);
            return ReferenceEquals(text, composed) ? bytes : Strict.GetBytes(composed);
        }
        catch (ArgumentException)
        {
            return bytes; // No UTF-8: told where it is read.
        }
    }

    private static bool MayChange(ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            // An escape may begin where a segment ends.
            var escapes = segment.Span.IndexOf("\\u"u8) >= 0 || segment.Span is [.., (byte)'\\'];
            if (escapes || segment.Span.IndexOfAny(Suspicious) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static (byte[] Hash, bool Changes) HashWhole(ReadOnlySequence<byte> bytes, bool escapes)
    {
        try
        {
            var written = Strict.GetString(bytes);
            var text = escapes ? Unescape(written) : written;
            var composed = Composed.Of(text);
            return (SHA256.HashData(Encoding.UTF8.GetBytes(composed)), !ReferenceEquals(text, composed));
        }
        catch (ArgumentException)
        {
            return (RawHash(bytes), false); // No UTF-8: told where it is read.
        }
    }

    /// <summary>Composes and hashes piece by piece. Nothing joins a quotation mark, so pieces end before one.</summary>
    private static (byte[] Hash, bool Changes) Hash(ReadOnlySequence<byte> bytes, bool escapes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var decoder = Strict.GetDecoder();
        var text = new StringBuilder();
        var changes = false;
        try
        {
            var chars = new char[Chunk + 1];
            foreach (var segment in bytes)
            {
                for (var rest = segment.Span; rest.Length > 0; rest = rest[Math.Min(rest.Length, Chunk)..])
                {
                    var count = decoder.GetChars(rest[..Math.Min(rest.Length, Chunk)], chars, flush: false);
                    var read = chars.AsSpan(0, count);
                    var end = Math.Max(0, read.LastIndexOf('"'));
                    text.Append(read[..end]);
                    if (end > 0)
                    {
                        changes |= Append(hash, text.ToString(), escapes);
                        text.Clear();
                    }

                    text.Append(read[end..]);
                }
            }

            decoder.GetChars([], chars, flush: true); // Throws when the last letter is cut off.
            changes |= Append(hash, text.ToString(), escapes);
            return (hash.GetHashAndReset(), changes);
        }
        catch (ArgumentException)
        {
            return (RawHash(bytes), false); // No UTF-8: told where it is read.
        }
    }

    private static bool Append(IncrementalHash hash, string written, bool escapes)
    {
        var text = escapes ? Unescape(written) : written;
        var composed = Composed.Of(text);
        hash.AppendData(Encoding.UTF8.GetBytes(composed));
        return !ReferenceEquals(text, composed);
    }

    /// <summary>Letters beyond ASCII as they are, whatever way they were written.</summary>
    private static string Unescape(string text)
    {
        const int Length = 6;
        if (!text.Contains("\\u", StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(text[i]);
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                continue;
            }

            var digits = text[i + 1] == 'u' && i + Length <= text.Length ? text.AsSpan(i + 2, Length - 2) : default;
            if (ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
                && unit > sbyte.MaxValue)
            {
                plain[^1] = (char)unit;
                i += Length - 1;
            }
            else
            {
                plain.Append(text[++i]);
            }
        }

        return plain.ToString();
    }

    private static ReadOnlySequence<byte> Rewrite(ReadOnlySequence<byte> bytes)
    {
        var composed = new ArrayBufferWriter<byte>((int)bytes.Length);
        try
        {
            using var writer = new Utf8JsonWriter(composed, Relaxed);
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                Copy(ref reader, writer);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return bytes; // No JSON, or half a letter: told where it is read.
        }

        return new ReadOnlySequence<byte>(composed.WrittenMemory);
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(Composed.Of(reader.GetString()!)); // A name is a text.
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(Composed.Of(reader.GetString()));
                break;
            default:
                // Numbers, true, false and null, as they were written.
                var written = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
                writer.WriteRawValue(written, skipInputValidation: true);
                break;
        }
    }

    private static byte[] RawHash(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return SHA256.HashData(bytes.FirstSpan);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var segment in bytes)
        {
            hash.AppendData(segment.Span);
        }

        return hash.GetHashAndReset();
    }
}
