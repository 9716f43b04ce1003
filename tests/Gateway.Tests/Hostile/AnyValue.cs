using FsCheck;
using FsCheck.Fluent;
using Gateway.Tests.Support;

namespace Gateway.Tests.Hostile;

/// <summary>Values that have broken programs before.</summary>
internal static class AnyValue
{
    private static readonly string[] Pieces =
    [
        "\0", "\u0001", "\b", "\t", "\n", "\r", "\r\n", "\u007f", "\u0085", "\u2028", " ", "\ud800", "\udc00", "\udfff\ud800", "\ufeff", "\ufffe", "\uffff", "\u202e", "\u200f", "\u2066", "\u200b",
        "e\u0301\u0323", "\u0301", "\u1112\u1161\u11ab", "가", "똠", "㎢", "😀", "👨‍👩‍👧‍👦", "\U0010ffff", "İ", "ß", "ﬁ", "٣", "a", "0", "'", "\"", "\\", "`", ";", "--", "%", "_", "&", "|", "^", "/", ",", "#{", "}", "#{name}", "#{}",
    ];

    private static readonly string[] Known =
    [
        "", "null", "undefined", "NaN", "true", "0", "-1", "' OR '1'='1", "'; DROP TABLE gateway.messages; --", "1); DELETE FROM inflight; --", "\\'; SELECT pg_sleep(9); --", "' AND SLEEP(9) #",
        "../../../../etc/passwd", "..\\..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd", "c:\\con", "%2e%2e%2f", "%00", "%", "a\r\nSet-Cookie: a=b", "a\n2026-01-01 ERR forged", "=1+1", "@SUM(A1)", "+1", "-1",
        "<script>alert(1)</script>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "${jndi:ldap://127.0.0.1/a}", "{{7*7}}", "{0}", "%s%n", "$(id)", "`id`", "http://169.254.169.254/", "http://[::1]:1/", "gopher://a",
        "https://user:pass@example.com", "http://" , "00000000-0000-0000-0000-000000000000", "{01a1fae5-ff79-720d-bb24-871ec6eb9fcd}", "9999-12-31T23:59:59.9999999-14:00", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z",
        "2026-06-30T23:59:60Z", "2026-01-01", "+82 10-1234-1234", "+8210", "010-0000-0000-0000", "０１０１２３４１２３４", "gw_", "gw_test_", "Bearer ",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "2", "168", "169", "255", "256", "1000", "1001", "32768", "65536", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e2", "1E400", "-1e400", "1e-400",
        "0.1", "1.0", "1.5", "123456789012345678901234567890", "3.14159265358979323846264338327950288",
    ];

    private static readonly string[] NoJson = ["", "01", "+1", ".5", "1.", "NaN", "Infinity", "undefined", "True", "nul", "'a'", "0x10", "/* a */ 1", "\"", "\"\\x\"", "\"\\ud8\"", "[", "]", "{", "}", ",", "[1,]", "{\"a\"}", "\u00a01", "\"\u0000\""];

    /// <summary>Lengths beside which limits lie.</summary>
    private static readonly int[] Lengths = [20, 21, 64, 65, 90, 91, 128, 129, 255, 256, 257, 1000, 1001, 2000, 2001, 2049, 4001, 9000];

    /// <summary>Depths beside which a parser's limit lies, and one that would overflow a stack.</summary>
    private static readonly int[] Depths = [3, 30, 63, 64, 65, 200, 20_000];

    public static Gen<string> Text { get; } = Gen.Frequency(
        (6, Gen.Elements(Known)),
        (6, Gen.NonEmptyListOf(Gen.Elements(Pieces)).Select(string.Concat)),
        (3, from letter in Gen.Elements(Pieces) from length in Gen.Elements(Lengths) select Repeat(letter, length)[..length]),
        (1, Gen.ArrayOf(Gen.Choose(0, 0xFFFF).Select(letter => (char)letter)).Select(letters => new string(letters))));

    /// <summary>Something to put into a text.</summary>
    public static Gen<string> Piece { get; } = Gen.Elements(Pieces);

    /// <summary>One of some words; sometimes what lenient readers take for one: a list or union of words, a number, blanks, other case.</summary>
    public static Gen<string> Word(IReadOnlyList<string> words) => Gen.Frequency((12, Gen.Elements<string>([.. words])), (1, NoWord(words)));

    /// <summary>What lenient readers take for a word; half of them lists of two.</summary>
    public static Gen<string> NoWord(IReadOnlyList<string> words)
    {
        var (one, other) = (Gen.Elements<string>([.. words]), Gen.Elements<string>([.. words]));
        return
            from word in one
            from second in other
            from form in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, NotQuite.Forms - 1)))
            select NotQuite.Words(word, second)[form];
    }

    /// <summary>The same in JSON, where a number, null and an array of one stand in its place too.</summary>
    public static Gen<FuzzJson> JsonWord(IReadOnlyList<string> words) => Gen.Frequency(
        (30, Word(words).Select(word => (FuzzJson)new FuzzJson.Text(word))),
        (1, Gen.Elements("0", "1", "-1", "99", "null", "true").Select(json => (FuzzJson)new FuzzJson.Raw(json))),
        (1, Word(words).Select(word => (FuzzJson)new FuzzJson.List([new FuzzJson.Text(word)]))));

    public static Gen<byte[]> Bytes { get; } = Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value));

    public static Gen<FuzzJson> Json { get; } = Gen.Frequency(
        (8, Text.Select(text => (FuzzJson)new FuzzJson.Text(text))),
        (6, Gen.Elements(Numbers).Select(number => (FuzzJson)new FuzzJson.Raw(number))),
        (3, Gen.Elements("null", "true", "false", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":null}", "[1,\"a\",null,{}]", "{\"a\":{\"a\":1},\"a\":2}").Select(json => (FuzzJson)new FuzzJson.Raw(json))),
        (1, Gen.Elements(NoJson).Select(json => (FuzzJson)new FuzzJson.Raw(json))),
        (1, from open in Gen.Elements("[", "{\"a\":") from depth in Gen.Elements(Depths) select (FuzzJson)new FuzzJson.Raw(Nested(open, depth))));

    private static string Repeat(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));

    private static string Nested(string open, int depth) => Repeat(open, depth) + "1" + Repeat(open == "[" ? "]" : "}", depth);
}
