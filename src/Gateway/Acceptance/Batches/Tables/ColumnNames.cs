using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Gateway.Platform.Letters;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// Names of a table's columns: how they are read, and the Korean ones that are known. docs/uploads.md has the same
/// table.
/// </summary>
internal static class ColumnNames
{
    public const string To = "to";
    public const string Name = "name";
    public const string Reference = "reference";

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
        "onUnmappable", Reference, "subId", "billingId",
    ];

    /// <summary>Every name that has a meaning of its own.</summary>
    public static readonly string[] Named = [To, Name, .. Fields];

    private static readonly FrozenDictionary<string, string> ByLowerCase =
        Named.ToFrozenDictionary(static name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Korean names of each field.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Korean = new Dictionary<string, string[]>
    {
        [To] =
        [
            "수신번호", "수신자번호", "수신인번호", "수신전화번호", "수신자전화번호", "수신자연락처", "받는번호", "받는사람번호", "받는분번호",
            "받는분연락처", "받는분전화번호", "휴대폰번호", "휴대폰", "휴대전화번호", "휴대전화", "핸드폰번호", "핸드폰", "전화번호", "연락처",
            "모바일", "모바일번호", "폰번호", "고객전화번호", "고객연락처", "고객휴대폰", "고객휴대폰번호",
        ],
        [Name] = ["이름", "성명", "성함", "고객명", "고객이름", "회원명", "수신자명", "수신인명", "수신자이름", "받는사람이름", "받는분이름"],
        ["text"] =
        [
            "내용", "메시지", "메세지", "문자내용", "문자", "문자메시지", "문자메세지", "메시지내용", "메세지내용", "발송내용", "전송내용", "본문",
        ],
        ["subject"] = ["제목", "문자제목", "메시지제목", "메세지제목"],
        ["from"] = ["발신번호", "발신자번호", "보내는번호", "보내는사람번호", "회신번호"],
        ["scheduledAt"] = ["예약시간", "예약일시", "예약발송시간", "예약발송일시", "발송예약시간", "발송예약일시", "발송시간", "발송일시"],
        [Reference] = ["참조번호", "관리번호"],
    };

    /// <summary>Whoever the message goes to: the number when no other column is one, else the name.</summary>
    public static readonly string[] KoreanPerson = ["받는사람", "받는분", "수신자", "수신인", "받는이"];

    private static readonly FrozenDictionary<string, string> ByKorean =
        Korean.SelectMany(static field => field.Value.Select(name => (name, field.Key)))
            .ToFrozenDictionary(static pair => pair.name, static pair => pair.Key);

    private static readonly FrozenSet<string> Person = KoreanPerson.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A name as it counts: composed, without blanks and invisible letters around it.</summary>
    public static string Clean(string given)
    {
        var name = Composed.Of(given);
        var (start, end) = (0, name.Length);
        while (start < end && IsNothing(name[start]))
        {
            start++;
        }

        while (end > start && IsNothing(name[end - 1]))
        {
            end--;
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

    /// <summary>Forms write 휴대폰 번호(필수) and *수신번호.</summary>
    private static string Bare(string name)
    {
        var bracket = name.Length > 1 && name.AsSpan(1).IndexOfAny('(', '[') is >= 0 and var found
            ? found + 1
            : name.Length;
        var bare = new StringBuilder(bracket);
        foreach (var letter in name.AsSpan(0, bracket))
        {
            if (!IsNothing(letter) && letter is not ('*' or '_' or '-' or '.' or '·' or ':'))
            {
                bare.Append(letter);
            }
        }

        return bare.ToString();
    }

    private static bool IsNothing(char letter) =>
        char.IsWhiteSpace(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control
        || letter is '\u00ad' or '\u3164';
}
