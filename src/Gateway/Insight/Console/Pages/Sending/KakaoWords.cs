namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>Buttons of Kakao messages as people call them.</summary>
internal static class KakaoWords
{
    /// <summary>What a press on a button of a type does.</summary>
    public static string ButtonType(this ConsoleLook look, string type) => type switch
    {
        "WL" => look.Of("웹 링크", "web link"),
        "AL" => look.Of("앱 링크", "app link"),
        "DS" => look.Of("배송 조회", "delivery tracking"),
        "BK" => look.Of("봇 키워드", "bot keyword"),
        "MD" => look.Of("메시지 전달", "message forwarding"),
        "AC" => look.Of("채널 추가", "add channel"),
        "BC" => look.Of("상담톡 전환", "switch to agent chat"),
        "BT" => look.Of("봇 전환", "switch to bot"),
        "BF" => look.Of("비즈니스폼", "business form"),
        _ => look.Of("플러그인", "plug-in"),
    };

    /// <summary>A field of a button.</summary>
    public static string ButtonField(this ConsoleLook look, string field) => field switch
    {
        "urlMobile" => look.Of("모바일 링크", "Mobile link"),
        "urlPc" => look.Of("PC 링크", "PC link"),
        "schemeIos" => look.Of("iOS 앱 링크", "iOS app link"),
        "schemeAndroid" => look.Of("안드로이드 앱 링크", "Android app link"),
        "chatExtra" => look.Of("상담톡 정보", "Chat info"),
        "chatEvent" => look.Of("봇 이벤트", "Bot event"),
        _ => field,
    };
}
