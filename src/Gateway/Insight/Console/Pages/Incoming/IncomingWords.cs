using Gateway.Vendors.ResultCodes;

namespace Gateway.Insight.Console.Pages.Incoming;

/// <summary>What a result code means, as people say it.</summary>
internal static class IncomingWords
{
    public static string Of(this ConsoleLook look, Outcome outcome) => outcome switch
    {
        Outcome.Delivered => look.Of("수신 완료", "Delivered"),
        Outcome.Failed => look.Of("실패", "Failed"),
        Outcome.Expired => look.Of("시간 초과", "Expired"),
        Outcome.Canceled => look.Of("취소", "Canceled"),
        Outcome.Pending => look.Of("진행 중", "In progress"),
    };
}
