using System.Collections.Frozen;
using System.Text;
using Gateway.Platform.Letters;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// Names of a table's columns: how they are read, and the Korean ones that are known.
/// docs/guides/uploads.md has the same table.
/// </summary>
internal static class ColumnNames
{
    public const string To = "to";
    public const string Name = "name";
    public const string Reference = "reference";
    public const string Template = "template";

    /// <summary>
    /// Columns of a file of rejected lines that tell of the fault. They stand first, and are passed over.
    /// </summary>
    public static readonly string[] OfRejects = ["line", "code", "pointer", "detail"];

    /// <summary>The column of a file of rejected lines that holds a line of NDJSON.</summary>
    public const string Json = "json";

    /// <summary>Fields of a message that a column or the query may give, in the order in which faults of the query stand.</summary>
    public static readonly string[] Fields =
    [
        "channel", "from", "vendor", "priority", "purpose", "subject", "text", "scheduledAt", "expireHours", "onTooLong",
        "onUnmappable", "allowDuplicates", Reference, "subId", "billingId", Template,
    ];

    /// <summary>Every name that has a meaning of its own.</summary>
    public static readonly string[] Named = [To, Name, .. Fields];

    private static readonly FrozenDictionary<string, string> ByLowerCase =
        Named.ToFrozenDictionary(static name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Korean words that may stand before those for a number and a name.</summary>
    public static readonly string[] Whose = ["수신자", "수신인", "수신", "받는사람", "받는분", "받는이", "받는", "고객", "고객님", "회원", "회원님"];

    /// <summary>A phone, whosever it is.</summary>
    public static readonly string[] Phones =
    [
        "휴대폰번호", "휴대폰", "휴대전화번호", "휴대전화", "휴대번호", "핸드폰번호", "핸드폰", "이동전화번호", "이동전화", "전화번호", "전화", "연락처",
        "연락번호", "모바일번호", "모바일", "폰번호", "HP",
    ];

    /// <summary>A name, whosever it is.</summary>
    public static readonly string[] Names = ["이름", "성명", "성함"];

    /// <summary>
    /// Korean names of each field. Those of <see cref="Phones"/> and <see cref="Names"/> come to them, each alone and
    /// behind a word of <see cref="Whose"/>.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string[]> Korean = new Dictionary<string, string[]>
    {
        [To] = ["수신번호", "수신자번호", "수신인번호", "수신처", "수신처번호", "착신번호", "받는번호", "받는사람번호", "받는분번호", "받는이번호"],
        [Name] = ["고객명", "회원명", "수신자명", "수신인명", "받는사람명", "받는분명"],
        ["text"] =
        [
            "내용", "메시지", "메세지", "문자내용", "문자", "문자메시지", "문자메세지", "메시지내용", "메세지내용", "발송내용", "전송내용", "본문",
            "본문내용", "문자본문", "메시지본문", "메세지본문", "발송메시지", "발송메세지", "전송메시지", "전송메세지", "문구", "문자문구", "발송문구",
        ],
        ["subject"] = ["제목", "문자제목", "메시지제목", "메세지제목"],
        ["from"] = ["발신번호", "발신자번호", "발신전화번호", "발신자전화번호", "보내는번호", "보내는사람번호", "보내는분번호", "송신번호", "회신번호", "회신전화번호"],
        ["scheduledAt"] = ["예약시간", "예약일시", "예약발송시간", "예약발송일시", "발송예약시간", "발송예약일시", "발송시간", "발송일시"],
        [Reference] = ["참조번호", "관리번호"],
        [Template] = ["템플릿", "템플릿명", "템플릿이름"],
    };

    /// <summary>Whoever the message goes to: the number when no other column is one, else the name.</summary>
    public static readonly string[] KoreanPerson = ["받는사람", "받는분", "수신자", "수신인", "받는이"];

    private static readonly FrozenDictionary<string, string> ByKorean =
        Korean.SelectMany(static field => field.Value.Select(name => (Name: name, field.Key)))
            .Concat(Phones.SelectMany(WithOwner).Select(static name => (Name: name, Key: To)))
            .Concat(Names.SelectMany(WithOwner).Select(static name => (Name: name, Key: Name)))
            .ToFrozenDictionary(static pair => pair.Name, static pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Person = KoreanPerson.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A name as it counts: composed, without blanks and invisible letters around it.</summary>
    public static string Clean(string given)
    {
        var name = Composed.Of(given);
        var (start, end) = (0, name.Length);
        while (start < end && NothingAt(name, start) is > 0 and var width)
        {
            start += width;
        }

        while (end > start && NothingBefore(name, end) is > 0 and var width)
        {
            end -= width;
        }

        return name[start..end];
    }

    /// <summary>The field of an English name, in any case.</summary>
    public static string? Field(string name) => ByLowerCase.GetValueOrDefault(name);

    /// <summary>The field of a Korean name.</summary>
    public static string? FieldOfKorean(string name) => ByKorean.GetValueOrDefault(Bare(name));

    public static bool IsPerson(string name) => Person.Contains(Bare(name));

    /// <summary>True when the name says what a column is, so that it can be told apart from a text.</summary>
    public static bool IsKnown(string name) =>
        Field(name) is not null || FieldOfKorean(name) is not null || IsPerson(name);

    private static IEnumerable<string> WithOwner(string name) => Whose.Select(owner => owner + name).Prepend(name);

    /// <summary>Forms write 휴대폰 번호(필수) and *수신번호.</summary>
    public static string Bare(string name)
    {
        var bracket = name.Length > 1 && name.AsSpan(1).IndexOfAny('(', '[') is >= 0 and var found
            ? found + 1
            : name.Length;
        var bare = new StringBuilder(bracket);
        foreach (var letter in name.AsSpan(0, bracket).EnumerateRunes())
        {
            if (!IsNothing(letter) && letter.Value is not ('*' or '_' or '-' or '.' or '·' or ':'))
            {
                bare.Append(letter.ToString());
            }
        }

        return bare.ToString();
    }

    /// <summary>How many units a letter that says nothing takes here; 0: the one here says something.</summary>
    private static int NothingAt(string name, int at) =>
        Rune.TryGetRuneAt(name, at, out var letter) && IsNothing(letter) ? letter.Utf16SequenceLength : 0;

    private static int NothingBefore(string name, int end) =>
        NothingAt(name, end > 1 && char.IsSurrogatePair(name, end - 2) ? end - 2 : end - 1);

    private static bool IsNothing(Rune letter) => Rune.IsWhiteSpace(letter) || Invisible.Is(letter);
}
