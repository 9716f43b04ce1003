using System.Globalization;
using System.Net;
using Gateway.Webhooks;

namespace Gateway.Insight.Console.Pages.Hooks;

/// <summary>What webhooks say, as people say it.</summary>
internal static class HookWords
{
    /// <summary>The colour of an endpoint's state.</summary>
    public static string Tag(WebhookView hook) =>
        hook.Status == "disabled" ? "disabled" : hook.FailingSince is null ? "enabled" : "failing";

    /// <summary>How an endpoint is.</summary>
    public static string State(this ConsoleLook look, WebhookView hook) => Tag(hook) switch
    {
        "disabled" => look.Of("사용 중지", "Disabled"),
        "failing" => look.Of("실패 중", "Failing"),
        _ => look.Of("정상", "OK"),
    };

    /// <summary>How a delivery is.</summary>
    public static string Delivery(this ConsoleLook look, string status) => status switch
    {
        "succeeded" => look.Of("성공", "Succeeded"),
        "failed" => look.Of("실패", "Failed"),
        _ => look.Of("대기", "Pending"),
    };

    /// <summary>What came of an attempt, in a few words.</summary>
    public static string Outcome(this ConsoleLook look, AttemptView attempt) => attempt switch
    {
        { StatusCode: { } code } => $"HTTP {code.ToString(CultureInfo.InvariantCulture)} {(HttpStatusCode)code}",
        { Error: "timeout" } => look.Of("응답 시간 초과", "Timed out"),
        { Error: "dns" } => look.Of("호스트 이름을 찾을 수 없음", "Host not found"),
        { Error: "connection" } => look.Of("연결할 수 없음", "Connection failed"),
        { Error: "tls" } => look.Of("TLS 인증서 오류", "TLS error"),
        { Error: "address" } => look.Of("호출할 수 없는 주소", "Address not allowed"),
        { Error: "damaged" } => look.Of("이벤트를 읽을 수 없음", "Event cannot be read"),
        _ => attempt.Error ?? look.Of("응답 없음", "No response"),
    };
}
