using System.Collections.Frozen;
using System.Text;
using Gateway.Platform.Letters;
using Gateway.Vendors;

namespace Gateway.Acceptance.Texts;

/// <summary>
/// What is written with <c>onUnmappable: replace</c> for a letter that the vendor's set lacks; the table in
/// docs/reference/characters.md. Whatever is written here stands in KS X 1001, so that every vendor carries it. Letters
/// for which nothing says the same, such as emoji, are in no group and stay refused.
/// </summary>
internal static class Replacements
{
    /// <summary>Letters of Latin, Greek and Cyrillic with marks, and where they begin and end.</summary>
    private static readonly (int First, int Last)[] Marked = [(0x00C0, 0x024F), (0x0370, 0x052F), (0x1E00, 0x1FFF)];

    private static readonly ReplacementGroup[] Written =
    [
        ReplacementGroup.Of("Money", ("₩", "￦"), ("¥", "￥"), ("£", "￡"), ("¢", "￠")),
        ReplacementGroup.Of("Dashes", ("\u2010\u2011\u2012\u2013\u2014\u2212\u2043\u02D7\uFE58\uFE63", "-")),
        ReplacementGroup.Of(
            "Spaces and line breaks",
            ("\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F", " "),
            ("\u000B\u000C\u0085\u2028\u2029", "\n")),
        ReplacementGroup.Of(
            "Quotation marks and brackets",
            ("‚‛", "’"), ("ʼ", "'"), ("„‟〝", "“"), ("〞〟", "”"), ("«", "《"), ("»", "》"), ("‹", "〈"), ("›", "〉"),
            ("⟨❮", "〈"), ("⟩❯", "〉"), ("⟪", "《"), ("⟫", "》"), ("〖", "【"), ("〗", "】"), ("〘", "〔"), ("〙", "〕"),
            ("❨", "("), ("❩", ")"), ("‴", "″′"), ("‵", "`")),
        ReplacementGroup.Of("Dots and bullets", ("•‣∙⋅・･", "·"), ("․", "."), ("⋯", "…"), ("∶", ":")),
        ReplacementGroup.Of(
            "Lines, tildes and other signs",
            ("〜˜⁓〰", "～"), ("‖", "∥"), ("¦", "|"), ("¬", "￢"), ("¯‾", "￣"), ("⁄∕", "/"), ("∗", "*"),
            ("µ", "μ"), ("‼", "!!"), ("⁇", "??"), ("⁈", "?!"), ("⁉", "!?"), ("❗❕", "!"), ("❓❔", "?"), ("➕✚", "+"),
            ("➖", "-"), ("✕✖", "×"), ("➗", "÷"), ("ℹ", "i")),
        ReplacementGroup.Of("Rights and company marks", [
            ("©", "ⓒ"), ("℗", "ⓟ"), ("℠", "(SM)"), ("㈱㊑㍿", "(주)"), ("㈲㊒", "(유)"), ("㈳㊓", "(사)"), ("㈶㊖", "(재)"),
            ("㈻㊫", "(학)"), ("㊞", "(인)"), ("㊟", "(주)"), ("㉼", "(참고)"), ("㉽", "(주의)"), ("㈝", "(오전)"),
            ("㈞", "(오후)"),
        ]),
        ReplacementGroup.Of(
            "Ticks, hearts, stars and shapes",
            ("✓✔☑✅", "V"), ("✗✘❌", "X"), ("❤❥❣", "♥"), ("⭐", "★"), ("✩✰", "☆"), ("♫", "♬"),
            ("▪◾◼⬛", "■"), ("▫◽◻⬜☐", "□"),
            ("⚫⬤", "●"), ("◦⚪", "○"), ("⬥❖", "◆"), ("◊", "◇")),
        ReplacementGroup.Of(
            "Arrows",
            ("➡➔➜➝➞⟶⮕", "→"), ("⬅⟵", "←"), ("⬆", "↑"), ("⬇", "↓"), ("⟷⬌", "↔"), ("⇨⟹", "⇒"), ("►▸➤➢", "▶"), ("◄◂", "◀"),
            ("▴", "▲"), ("▾", "▼")),
        ReplacementGroup.Of("Numbers and letters in circles and brackets", [
            .. ReplacementGroup.Each("❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"),
            .. ReplacementGroup.Each("➀➁➂➃➄➅➆➇➈➉", "①②③④⑤⑥⑦⑧⑨⑩"),
            .. ReplacementGroup.Each("➊➋➌➍➎➏➐➑➒➓", "①②③④⑤⑥⑦⑧⑨⑩"),
            .. ReplacementGroup.Each("⓵⓶⓷⓸⓹⓺⓻⓼⓽⓾", "①②③④⑤⑥⑦⑧⑨⑩"),
            .. ReplacementGroup.Numbers("⓪", 0, "(0)"),
            .. ReplacementGroup.Numbers("⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟", 16, "(0)"),
            .. ReplacementGroup.Numbers("㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿", 36, "(0)"),
            .. ReplacementGroup.Numbers("⓰⓱⓲⓳⓴", 16, "(0)"),
            .. ReplacementGroup.Numbers("⒃⒄⒅⒆⒇", 16, "(0)"),
            .. ReplacementGroup.Numbers("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", 1, "0."),
            .. "ⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏ".Select((letter, i) => (letter.ToString(), $"({(char)('A' + i)})")),
            ("Ⅺ", "XI"), ("Ⅻ", "XII"), ("Ⅼ", "L"), ("Ⅽ", "C"), ("Ⅾ", "D"), ("Ⅿ", "M"), ("ⅺ", "xi"), ("ⅻ", "xii"),

            // What is left of a number in a box.
            ("\u20E3", ""),
        ]),
        ReplacementGroup.Of(
            "Ligatures",
            ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬅﬆ", "st")),
        ReplacementGroup.Of("Hangul jamo that make no syllable", [
            .. ReplacementGroup.Each(Range(0x1100, 19), "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"),
            .. ReplacementGroup.Each(Range(0x1161, 21), "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"),
            .. ReplacementGroup.Each(Range(0x11A8, 27), "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"),
            .. ReplacementGroup.Each(
                "ﾡﾢﾣﾤﾥﾦﾧﾨﾩﾪﾫﾬﾭﾮﾯﾰﾱﾲﾳﾴﾵﾶﾷﾸﾹﾺﾻﾼﾽﾾￂￃￄￅￆￇￊￋￌￍￎￏￒￓￔￕￖￗￚￛￜ",
                "ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"),
        ]),
        ReplacementGroup.Of("Half-width and small forms", [
            .. ReplacementGroup.Each(
                "｡｢｣､ｦｧｨｩｪｫｬｭｮｯｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ",
                "。「」、ヲァィゥェォャュョッアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"),
            .. ReplacementGroup.Each("﹐﹑﹒﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹤﹥﹦﹨﹩﹪﹫", ",、.;:?!(){}〔〕#&*+<>=\\$%@"),
        ]),

        // Composing keeps what KS X 1001 has; see CanonicalTable.
        ReplacementGroup.Of(
            "The same letter under its code in KS X 1001",
            ("\u00C5", "\u212B"), ("\u90CE", "\uF92C"), ("\u96B8", "\uF9B8")),
    ];

    /// <summary>All groups in the order of the document.</summary>
    public static IReadOnlyList<ReplacementGroup> Groups { get; } = [.. Written, WithoutMarks()];

    private static readonly FrozenDictionary<int, string> Table =
        Groups.SelectMany(group => group.Rows).ToFrozenDictionary(row => row.Letter.Value, row => row.By);

    /// <summary>What is written for a letter: empty: it can be left out; null: nothing says the same.</summary>
    public static string? Of(Rune letter) =>
        Table.GetValueOrDefault(letter.Value) ?? (Invisible.Is(letter) ? "" : null);

    private static ReplacementGroup WithoutMarks() => new("Letters with marks", [
        (new Rune('Đ'), "D"), (new Rune('ƒ'), "f"), (new Rune('ẞ'), "ß"),
        .. from range in Marked
           from letter in Enumerable.Range(range.First, range.Last - range.First + 1)
           let parts = CanonicalTable.Shared.PartsOf(letter)
           where letter != 0x00C5 && parts is { Length: > 1 }
           where parts.Skip(1).All(part => CanonicalTable.Shared.ClassOf(part) > 0)
           let plain = new Rune(parts[0]).ToString()
           where KoreanText.BytesOrUnmappable(plain, KoreanCharacters.KsX1001) > 0
           where KoreanText.BytesOrUnmappable(new Rune(letter).ToString()) < 0
           select (new Rune(letter), plain),
    ]);

    private static string Range(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(letter => (char)letter));
}
