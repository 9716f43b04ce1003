using Gateway.Platform.OpenApi;

namespace Gateway.Messages;

/// <summary>Answers for Swagger UI.</summary>
internal static class MessageExamples
{
    public static Example Delivered { get; } = new("delivered", "Delivered", """
        {
          "id": "01a1fae5-ff79-720d-bb24-871ec6eb9fcd", "batchId": "01a1fae5-ff71-76e4-903f-14cca14d05ec", "channel": "sms", "vendor": "kshot", "from": "15777985",
          "to": { "phone": "01012341234", "name": null }, "subject": null, "text": "안녕하세요. 주문이 접수되었습니다.", "attachments": [], "kakao": null, "voice": null, "fax": null, "status": "delivered", "priority": "normal", "purpose": "transactional",
          "reference": null, "metadata": {}, "subId": null, "billingId": null, "createdAt": "2026-11-20T05:00:00.120Z", "scheduledAt": null, "heldUntil": null, "queuedAt": "2026-11-20T05:00:00.125Z",
          "sentAt": "2026-11-20T05:00:01.000Z", "completedAt": "2026-11-20T05:00:03.000Z", "expiresAt": "2026-11-22T05:00:00.120Z", "contentRemovedAt": null,
          "result": {
            "code": 0, "name": "E_OK", "outcome": "delivered", "retryable": false, "description": "Delivered.", "descriptionKo": "성공", "vendorCode": "0",
            "vendorDescriptionKo": "성공", "uncertain": false, "late": false, "telecom": "SKT", "pages": null, "seconds": null, "reply": null, "fee": null
          },
          "fallback": null, "willFallBack": false, "fallbackOf": null,
          "timeline": [
            { "at": "2026-11-20T05:00:00.120Z", "status": "accepted" }, { "at": "2026-11-20T05:00:00.125Z", "status": "queued" },
            { "at": "2026-11-20T05:00:01.000Z", "status": "sending" }, { "at": "2026-11-20T05:00:03.000Z", "status": "delivered" }
          ]
        }
        """, 200);
}
