using Gateway.Platform.OpenApi;

namespace Gateway.Acceptance.DryRuns;

/// <summary>Answers of dry runs as they really are.</summary>
internal static class DryRunExamples
{
    /// <summary>Of the first example of a request, with <c>dryRun=true</c>.</summary>
    public static Example Message { get; } = new("dryRun", "With ?dryRun=true: nothing is stored", """
        {
          "accepted": 1, "rejected": 0, "refusal": null, "errors": [], "rejectedBy": [], "repaired": 0,
          "parts": [ { "channel": "sms", "vendor": "text-1", "messages": 1, "cost": 8.4 } ],
          "fallbacks": [], "cost": { "total": 8.4, "unpriced": 0, "fallbacks": 0 },
          "quotas": [ { "name": "daily", "limit": 10000, "used": 120, "needed": 1, "fits": true } ],
          "upgraded": 0, "heldByQuietHours": 0, "held": false, "lastLeavesAt": null,
          "messages": [
            {
              "to": "01012341234", "name": null, "reference": null, "channel": "sms", "upgraded": false,
              "vendor": "text-1", "from": "15777985", "subject": null, "text": "안녕하세요. 주문이 접수되었습니다.",
              "bytes": 34, "characters": 19, "kakao": null, "leavesAt": null, "heldByQuietHours": false,
              "price": 8.4, "fallback": null
            }
          ]
        }
        """, 200);

    /// <summary>An upload of which a line has a fault.</summary>
    public static Example Upload { get; } = new("dryRun", "An upload with ?dryRun=true: nothing is stored", """
        {
          "accepted": 1, "rejected": 1, "refusal": null,
          "errors": [
            {
              "line": 3, "code": "invalid_phone", "pointer": "/to/phone",
              "detail": "A number that starts with 010 has 11 digits; this one has 10."
            }
          ],
          "rejectedBy": [ { "code": "invalid_phone", "count": 1 } ], "repaired": 0,
          "parts": [ { "channel": "alimtalk", "vendor": "talk-1", "messages": 1, "cost": 6.5 } ],
          "fallbacks": [ { "channel": "lms", "vendor": "talk-1", "messages": 1, "cost": 25 } ],
          "cost": { "total": 6.5, "unpriced": 0, "fallbacks": 25 }, "quotas": [],
          "upgraded": 0, "heldByQuietHours": 0, "held": true, "lastLeavesAt": null,
          "messages": [
            {
              "to": "01012341234", "name": "홍길동", "reference": "order-1", "channel": "alimtalk", "upgraded": false,
              "vendor": "talk-1", "from": "15777985", "subject": null, "text": "홍길동 고객님, 주문이 접수되었습니다.",
              "bytes": null, "characters": 21,
              "kakao": { "senderKey": "5c76f3c2a1b04d77bb1f6a2c9d3e4f5061728394", "templateCode": "order01" },
              "leavesAt": null, "heldByQuietHours": false, "price": 6.5,
              "fallback": {
                "channel": "lms", "by": "vendor", "vendor": "talk-1", "subject": "주문 안내",
                "text": "홍길동 고객님, 주문이 접수되었습니다.", "bytes": 37, "price": 25
              }
            }
          ]
        }
        """, 200);
}
