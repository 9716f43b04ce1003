using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Gateway.Acceptance.Requests;
using Gateway.Platform.Bodies;
using Gateway.Platform.Letters;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Texts are composed, whatever way they were written, and nothing else of them is changed.</summary>
public sealed class ComposedTests
{
    /// <summary>안녕하세요 é, as macOS writes it.</summary>
    internal const string Apart = "\u110B\u1161\u11AB\u1102\u1167\u11BC\u1112\u1161\u1109\u1166\u110B\u116D e\u0301";

    internal const string Together = "안녕하세요 é";

    /// <summary>Every syllable as its jamo. <see cref="string.Normalize()"/> does nothing here.</summary>
    internal static string TakenApart(string text)
    {
        var letters = new List<int>();
        foreach (var letter in text)
        {
            if (!Hangul.TryTakeApart(letter, letters))
            {
                letters.Add(letter);
            }
        }

        return string.Concat(letters.Select(char.ConvertFromUtf32));
    }

    [Theory]
    [InlineData(Apart, Together)]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("하\u11AB", "한")]
    [InlineData("한\u11AB", "한\u11AB")]
    [InlineData("\u1100\u1100\u1161", "\u1100가")]
    [InlineData("\u1112", "\u1112")]
    [InlineData("ㅎㅏㄴ", "ㅎㅏㄴ")]
    [InlineData("D\u0307\u0323", "\u1E0C\u0307")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\u0B47\u0300\u0B3E", "\u0B47\u0300\u0B3E")]
    [InlineData("\u30AB\u3099", "\u30AC")]
    [InlineData("\uF90A", "金")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    public void Composes_as_unicode_says(string written, string composed) => Assert.Equal(composed, Composed.Of(written));

    [Theory]
    [InlineData("\u212B")]
    [InlineData("\uF92C")]
    [InlineData("\uF9B8")]
    public void Keeps_what_KS_X_1001_has_under_no_other_code(string letter) => Assert.Equal($"가{letter}", Composed.Of($"\u1100\u1161{letter}"));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("ﬁ ⑳ ㈱ ½ ａ")]
    [InlineData("👨‍👩‍👧 1️⃣ \u200b\u00a0\u3164")]
    public void Changes_nothing_else(string text) => Assert.Same(text, Composed.Of(text));

    [Fact]
    public void Keeps_half_a_letter() => Assert.Equal("\ude00é\ud83d", Composed.Of("\ude00e\u0301\ud83d"));

    [Fact]
    public void Composes_every_syllable()
    {
        const int initials = 19, vowels = 21, finals = 28;
        var apart = from initial in Enumerable.Range(0, initials)
                    from vowel in Enumerable.Range(0, vowels)
                    from final in Enumerable.Range(0, finals)
                    select $"{(char)(0x1100 + initial)}{(char)(0x1161 + vowel)}{(final == 0 ? "" : (char)(0x11A7 + final))}";

        Assert.Equal(string.Concat(Enumerable.Range(0xAC00, initials * vowels * finals).Select(syllable => (char)syllable)), Composed.Of(string.Concat(apart)));
    }

    [Fact]
    public void Takes_a_text_of_nothing_but_marks_in_bounded_time()
    {
        var watch = Stopwatch.StartNew();

        Composed.Of(string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000)));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20)); // Quadratic, it would be minutes.
    }

    [Fact]
    public void Composes_every_text_and_name_of_a_send_request()
    {
        var json = Written(RequestJson.Request, Apart, depth: 0);

        var body = BodyReader.Parse(Encoding.UTF8.GetBytes(json), RequestJson.Request);

        Assert.NotNull(body.Value);
        var texts = Texts(body.Value, RequestJson.Request, "").ToList();
        Assert.True(texts.Count >= 30, $"only {texts.Count} texts were found");
        Assert.Empty(texts.Where(text => text.Text != Together).Select(text => text.Pointer));
    }

    /// <summary>A long body is composed in pieces.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public void Hashes_the_same_text_alike_whatever_way_it_was_written(int times)
    {
        string[] bodies =
        [
            $$"""{ "text" : "{{Together}} \n \"x\"", "variables": { "{{Together}}": 1 } }""",
            $$"""{ "text" : "{{Apart}} \n \"x\"", "variables": { "{{Apart}}": 1 } }""",
            $$"""{ "text" : "{{Escaped(Together)}} \n \"x\"", "variables": { "{{Escaped(Together)}}": 1 } }""",
            $$"""{ "text" : "{{Escaped(Apart)}} \n \"x\"", "variables": { "{{Apart}}": 1 } }""",
        ];

        var hashes = bodies.Select(body => $"[{string.Join(", ", Enumerable.Repeat(body, times))}]")
            .SelectMany(body => Split(body).Select(bytes => Convert.ToHexString(ComposedBody.OfJson(bytes).Hash))).Distinct();

        Assert.Single(hashes);
        Assert.NotEqual(
            Convert.ToHexString(ComposedBody.OfJson(Split("\"é \\\\u00e9\"").First()).Hash),
            Convert.ToHexString(ComposedBody.OfJson(Split("\"é \\\\é\"").First()).Hash));
    }

    [Fact]
    public void Keeps_everything_of_a_body_but_the_form_of_its_letters()
    {
        var written = $$"""{ "a{{Apart}}": [ 1.50e+3, true, null, {}, [], "\n\u0301\"\\/\u0000<😀" ] }""";

        var bytes = ComposedBody.OfJson(Split(written).Last()).Bytes;

        Assert.Equal(
            $$"""{"a{{Together}}":[1.50e+3,true,null,{},[],"\n\u0301\"\\/\u0000<😀"]}""".Replace("\\u0301", "\u0301", StringComparison.Ordinal),
            Encoding.UTF8.GetString(bytes).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"\u0301")]
    [InlineData("{ \"a\": \"\\ud83d\u0301\" }")]
    [InlineData("\u1112\u1161")]
    public void Leaves_what_is_no_json_to_its_reader(string written)
    {
        var bytes = Encoding.UTF8.GetBytes(written);

        Assert.Equal(bytes, ComposedBody.OfJson(new ReadOnlySequence<byte>(bytes)).Bytes.ToArray());
    }

    [Fact]
    public void Leaves_what_is_no_utf8_to_its_reader()
    {
        byte[] bytes = [.. "{ \"a\": \""u8, 0xE1, 0x84, (byte)'"', (byte)'}'];

        Assert.Equal(bytes, ComposedBody.OfJson(new ReadOnlySequence<byte>(bytes)).Bytes.ToArray());
    }

    [Fact]
    public void Tells_names_that_are_one_when_they_are_composed()
    {
        var json = $$"""{ "channel": "sms", "metadata": { "{{Apart}}": "1", "{{Together}}": "2" } }""";

        var body = BodyReader.Parse(Encoding.UTF8.GetBytes(json), RequestJson.Request);

        Assert.Equal([$"/metadata/{Together} duplicate_field"], body.Faults.Select(fault => $"{fault.Pointer} {fault.Code}"));
    }

    private static string Escaped(string text) => string.Concat(text.Select(unit => unit > 0x7F ? $"\\u{(int)unit:x4}" : unit.ToString()));

    /// <summary>Whole, and in segments that cut letters and escapes in two.</summary>
    private static IEnumerable<ReadOnlySequence<byte>> Split(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return new ReadOnlySequence<byte>(bytes);
        foreach (var size in new[] { 1, 2, 7 })
        {
            var first = new Segment([], null);
            var last = bytes.Chunk(size).Aggregate(first, (before, chunk) => new Segment(chunk, before));
            yield return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }

    /// <summary>Every field of a type, its texts being <paramref name="text"/>; fields of other types are left out.</summary>
    private static string Written(JsonTypeInfo type, string text, int depth)
    {
        var fields = type.Properties.Select(property => (property.Name, Value: Value(property.Options.GetTypeInfo(property.PropertyType), text, depth))).Where(field => field.Value is not null);
        return $"{{{string.Join(",", fields.Select(field => $"\"{field.Name}\":{field.Value}"))}}}";
    }

    private static string? Value(JsonTypeInfo type, string text, int depth) => type switch
    {
        _ when type.Type == typeof(string) => $"\"{text}\"",
        _ when type.Type == typeof(RecipientList) => $"[{Written(type.Options.GetTypeInfo(typeof(Recipient)), text, depth + 1)},\"{text}\"]",
        { Kind: JsonTypeInfoKind.Dictionary } => $"{{\"{text}\":\"{text}\"}}",
        { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => Value(type.Options.GetTypeInfo(element), text, depth) is { } item ? $"[{item}]" : null,
        { Kind: JsonTypeInfoKind.Object } when depth < 5 => Written(type, text, depth + 1),
        _ => null,
    };

    private static IEnumerable<(string Pointer, string Text)> Texts(object? value, JsonTypeInfo type, string pointer) => value switch
    {
        null => [],
        string text => [(pointer, text)],
        RecipientList to => to.Items.SelectMany((item, i) => Texts(item, type.Options.GetTypeInfo(typeof(Recipient)), $"{pointer}/{i}")),
        IDictionary<string, string> entries => entries.SelectMany(entry => new[] { (pointer, entry.Key), (pointer, entry.Value) }),
        System.Collections.IEnumerable items => items.Cast<object>().SelectMany((item, i) => Texts(item, type.Options.GetTypeInfo(item.GetType()), $"{pointer}/{i}")),
        _ => type.Properties.Where(property => property.Get is not null)
            .SelectMany(property => Texts(property.Get!(value), property.Options.GetTypeInfo(property.PropertyType), $"{pointer}/{property.Name}")), // Looked at before.
    };

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            if (before is not null)
            {
                before.Next = this;
            }
        }
    }
}
