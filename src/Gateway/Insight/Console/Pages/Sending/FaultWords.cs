using Gateway.Platform.Errors;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>
/// Faults of lines and fields in Korean, by their codes. What the API says is exact, and in English; who reads Korean
/// is told both.
/// </summary>
internal static class FaultWords
{
    /// <summary>Null: the detail alone.</summary>
    public static string? Of(ConsoleLook look, string code) => look.IsKorean ? KoreanWords.Fault(code) : null;

    /// <summary>A field as people call it; else its pointer.</summary>
    public static string Field(ConsoleLook look, string pointer) => pointer.Split('/') switch
    {
        [_, "to", ..] or [_, "phone", ..] => look.Of("받는 번호", "Number"),
        [_, "name"] => look.Of("이름", "Name"),
        [_, "text"] => look.Of("내용", "Text"),
        [_, "subject"] => look.Of("제목", "Subject"),
        [_, "from"] => look.Of("보내는 번호", "Sender"),
        [_, "scheduledAt"] => look.Of("예약 시각", "Send time"),
        [_, "template"] => look.Of("템플릿", "Template"),
        [""] => look.Of("줄", "Line"),
        _ => pointer,
    };
}
