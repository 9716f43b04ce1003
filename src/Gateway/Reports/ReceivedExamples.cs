using Gateway.Platform.OpenApi;

namespace Gateway.Reports;

/// <summary>Answers for Swagger UI.</summary>
internal static class ReceivedExamples
{
    public static Example List { get; } = new("messages", "One short message", """
        {
          "items": [
            {
              "id": "01a1fae5-ff79-720d-bb24-871ec6eb9fcd", "vendor": "kt",
              "from": "01012341234", "to": "0212345678", "text": "예약 확인 부탁드립니다",
              "receivedAt": "2026-11-20T05:00:00.000Z", "createdAt": "2026-11-20T05:00:04.120Z",
              "contentRemovedAt": null
            }
          ],
          "nextCursor": null
        }
        """, 200);
}
