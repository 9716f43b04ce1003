using Gateway.Platform.OpenApi;

namespace Gateway.Acceptance.Templates;

/// <summary>Bodies that work.</summary>
internal static class TemplateExamples
{
    public static Example AlimTalk { get; } = new(
        "alimtalk", "An AlimTalk (알림톡) as Kakao approved it, with an SMS when it cannot be delivered", """
        {
          "name": "order-received", "channel": "alimtalk", "text": "#{name} 고객님, 주문 #{order}이(가) 접수되었습니다.",
          "kakao": {
            "senderKey": "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394", "templateCode": "order02",
            "buttons": [ { "name": "주문 보기", "type": "WL", "urlMobile": "https://m.example.com/orders/#{order}" } ]
          },
          "fallback": { "channel": "sms", "text": "주문 #{order}이(가) 접수되었습니다." }
        }
        """);

    public static Example Sms { get; } = new("sms", "A text message", """
        { "name": "booking-reminder", "channel": "sms", "text": "#{name}님, 예약 시간은 #{time}입니다." }
        """);

    public static Example NewText { get; } = new("text", "Another text", """
        { "text": "#{name}님, 내일 #{time}에 뵙겠습니다." }
        """);

    public static Example Created { get; } = new("created", "It can be used at once", """
        {
          "id": "01a1fae5-ff79-720d-bb24-871ec6eb9fcd", "name": "booking-reminder", "channel": "sms",
          "text": "#{name}님, 예약 시간은 #{time}입니다.",
          "createdAt": "2026-11-29T07:00:00.000Z", "updatedAt": "2026-11-29T07:00:00.000Z"
        }
        """, 201);
}
