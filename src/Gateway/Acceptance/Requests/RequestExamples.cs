using Gateway.Platform.OpenApi;

namespace Gateway.Acceptance.Requests;

/// <summary>Bodies for Swagger UI. Each really works; a test sends them.</summary>
internal static class RequestExamples
{
    /// <summary>Stand for uploaded files; whoever tries an example puts ids of his own there.</summary>
    public const string Picture = "01a1fae5-0001-7000-8000-000000000001";

    public const string Document = "01a1fae5-0002-7000-8000-000000000002";

    public const string Scenario = "01a1fae5-0003-7000-8000-000000000003";

    public static Example[] Requests { get; } =
    [
        new("sms", "An SMS", """
            { "channel": "sms", "from": "15777985", "to": "01012341234", "text": "안녕하세요. 주문이 접수되었습니다." }
            """),
        new("otp", "A one-time password: first in line, useless after an hour", """
            { "channel": "sms", "from": "15777985", "to": "010-1234-1234", "text": "[게이트웨이] 인증번호는 482913 입니다.", "priority": "high", "expireHours": 1, "reference": "login-7" }
            """),
        new("lms", "An LMS with a subject", """
            { "channel": "lms", "from": "15777985", "to": "01012341234", "subject": "주문 안내", "text": "주문하신 상품이 오늘 출고되었습니다. 자세한 내용은 홈페이지에서 확인해 주세요." }
            """),
        new("mms", "An MMS with a picture (the id of a file from POST /v1/files)", $$"""
            { "channel": "mms", "from": "15777985", "to": "01012341234", "subject": "신상품", "text": "새로 들어온 상품을 사진으로 보내 드립니다.", "attachments": [ "{{Picture}}" ] }
            """),
        new("upgrade", "An SMS that becomes an LMS when it is too long", """
            { "channel": "sms", "onTooLong": "upgrade", "from": "15777985", "to": "01012341234", "text": "아흔 바이트를 넘는 글은 LMS로 보냅니다. 한글은 두 바이트로 세기 때문에 마흔다섯 글자를 넘으면 장문이 됩니다." }
            """),
        new("letters", "Letters that phones cannot show, written in another way (`replacements` in the answer)", """
            {
              "channel": "sms", "onUnmappable": "replace", "from": "15777985", "to": "01012341234",
              "text": "₩12,000 – 내일까지 • 할인 ✓"
            }
            """),
        new("variables", "Many recipients with variables", """
            {
              "channel": "sms", "from": "15777985", "text": "#{name}님, 예약 시간은 #{time}입니다.",
              "to": [
                { "phone": "01012341234", "reference": "booking-1", "variables": { "name": "홍길동", "time": "오후 2시" } },
                { "phone": "+82 10 5678 5678", "reference": "booking-2", "variables": { "name": "김철수", "time": "오후 3시" } }
              ]
            }
            """),
        new("reservation", "A reservation (at most a year ahead; move or cancel it until then)", """
            {
              "channel": "lms", "from": "15777985", "to": { "phone": "01012341234", "name": "홍길동" }, "subject": "예약 안내", "text": "내일 오전 10시에 뵙겠습니다.",
              "scheduledAt": "2027-07-01T09:00:00+09:00", "reference": "visit-4711", "metadata": { "branch": "강남" }
            }
            """),
        new("alimtalk", "An AlimTalk (알림톡) with buttons, and an SMS when Kakao cannot deliver it", """
            {
              "channel": "alimtalk", "from": "15777985", "to": "01012341234", "text": "홍길동 고객님, 주문이 접수되었습니다.",
              "kakao": {
                "senderKey": "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394", "templateCode": "order01",
                "buttons": [
                  { "name": "주문 보기", "type": "WL", "urlMobile": "https://m.example.com/orders", "urlPc": "https://www.example.com/orders" },
                  { "name": "앱에서 보기", "type": "AL", "schemeIos": "example://orders", "schemeAndroid": "example://orders" },
                  { "name": "상담원 연결", "type": "MD" }
                ]
              },
              "fallback": { "channel": "sms", "by": "vendor", "text": "주문이 접수되었습니다." }
            }
            """),
        new("advertisement", "An advertisement: held at night, refused for numbers that have opted out", """
            {
              "channel": "lms", "from": "15777985", "to": "01012341234", "purpose": "advertisement", "priority": "bulk", "subject": "(광고) 겨울 세일",
              "text": "게이트웨이 상점이 12월 한 달 동안 모든 상품을 20% 싸게 팝니다.\n무료수신거부 080-123-4567"
            }
            """),
        new("friendtalk", "A FriendTalk (친구톡) with a picture and a button, and an LMS when Kakao cannot deliver it", """
            {
              "channel": "friendtalk", "from": "15777985", "to": "01012341234", "text": "친구에게만 드리는 소식입니다. 🎉",
              "kakao": {
                "senderKey": "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394", "ad": false,
                "image": { "url": "https://mud-kage.kakao.com/dn/example/img_l.jpg", "link": "https://m.example.com/news" },
                "buttons": [ { "name": "소식 보기", "type": "WL", "urlMobile": "https://m.example.com/news" } ]
              },
              "fallback": { "channel": "lms", "subject": "새 소식", "text": "친구에게만 드리는 소식입니다." }
            }
            """),
        new("voice", "A call that is read aloud; the recipient answers with a key (`result.reply`)", """
            { "channel": "voice", "from": "15777985", "to": "01012341234", "text": "내일 방문을 원하시면 1번을 눌러 주세요.", "voice": { "acceptReply": true } }
            """),
        new("scenario", "A call that follows a scenario (a VoiceXML file at Bizppurio, mstg at Xroshot), and a text when nobody answers", $$"""
            {
              "channel": "voice", "vendor": "bizppurio", "from": "15777985", "to": "01012341234", "text": "전화를 받지 않아 문자로 안내드립니다.",
              "voice": { "scenario": "{{Scenario}}", "acceptReply": true, "retries": 2, "smsOnFailure": true }
            }
            """),
        new("fax", "A fax", $$"""
            { "channel": "fax", "from": "0225777985", "to": "0212341234", "subject": "견적서", "attachments": [ "{{Document}}" ] }
            """),
        new("cover", "A fax with a cover page, called again when the line is busy (Bizppurio)", $$"""
            {
              "channel": "fax", "vendor": "bizppurio", "from": "0225777985", "to": "0212341234", "subject": "견적서", "text": "홍길동 님께. 요청하신 견적서를 보내 드립니다.",
              "attachments": [ "{{Document}}" ], "fax": { "coverPage": true, "retries": 3 }
            }
            """),
    ];

    public static Example Accepted { get; } = new("accepted", "Stored; it will be sent", """
        {
          "batchId": "01a1fae5-ff71-76e4-903f-14cca14d05ec",
          "messages": [ { "id": "01a1fae5-ff79-720d-bb24-871ec6eb9fcd", "to": "01012341234", "status": "accepted", "reference": null } ]
        }
        """, 202);

    public static Example Faults { get; } = new("faults", "All errors at once", """
        {
          "type": "urn:gateway:problem:validation_failed", "title": "The request is invalid.", "status": 422, "detail": "2 errors.",
          "code": "validation_failed", "traceId": "d4567bd942a1bd225a4462360736379a",
          "errors": [
            { "pointer": "/to/1/phone", "code": "invalid_phone", "detail": "A number that starts with 010 has 11 digits; this one has 10." },
            { "pointer": "/text", "code": "unmappable_text", "detail": "Korean phones cannot show: U+20A9 ₩ at 0 (￦ would do); U+1F600 😀 at 7 (places counted in characters from 0). Or say onUnmappable: replace." }
          ]
        }
        """, 422);
}
