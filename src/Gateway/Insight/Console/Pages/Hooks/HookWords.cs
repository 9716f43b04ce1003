using System.Globalization;
using System.Net;
using Gateway.Webhooks;
using Gateway.Webhooks.Overview;

namespace Gateway.Insight.Console.Pages.Hooks;

/// <summary>What webhooks say, as people say it.</summary>
internal static class HookWords
{
    /// <summary>The colour of an endpoint's state.</summary>
    public static string Tag(WebhookView hook) => Tag(hook.Status, hook.FailingSince);

    /// <summary>The same of one that fails.</summary>
    public static string Tag(FailingWebhook hook) => Tag(hook.Status, hook.FailingSince);

    /// <summary>How an endpoint is.</summary>
    public static string State(this ConsoleLook look, WebhookView hook) => State(look, Tag(hook));

    /// <summary>The same of one that fails.</summary>
    public static string State(this ConsoleLook look, FailingWebhook hook) => State(look, Tag(hook));

    private static string Tag(string status, DateTimeOffset? failingSince) =>
        status == "disabled" ? "disabled" : failingSince is null ? "enabled" : "failing";

    private static string State(ConsoleLook look, string tag) => tag switch
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
    public static string Outcome(this ConsoleLook look, AttemptView attempt) =>
        Outcome(look, attempt.StatusCode, attempt.Error);

    /// <summary>The same of the last attempt.</summary>
    public static string Outcome(this ConsoleLook look, FailureView failure) =>
        Outcome(look, failure.StatusCode, failure.Kind);

    private static string Outcome(ConsoleLook look, int? statusCode, string? error) => error switch
    {
        _ when statusCode is { } code => $"HTTP {code.ToString(CultureInfo.InvariantCulture)} {(HttpStatusCode)code}",
        "timeout" => look.Of("응답 시간 초과", "Timed out"),
        "dns" => look.Of("호스트 이름을 찾을 수 없음", "Host not found"),
        "connection" => look.Of("연결할 수 없음", "Connection failed"),
        "tls" => look.Of("TLS 인증서 오류", "TLS error"),
        "address" => look.Of("호출할 수 없는 주소", "Address not allowed"),
        "damaged" => look.Of("이벤트를 읽을 수 없음", "Event cannot be read"),
        _ => error ?? look.Of("응답 없음", "No response"),
    };
}
