using Gateway.Platform.OpenApi;

namespace Gateway.Messages.Batches;

/// <summary>Bodies for Swagger UI. Each really works; a test sends them.</summary>
internal static class BatchExamples
{
    public static Example Json { get; } = new("campaign", "Messages with defaults", """
        {
          "name": "7월 안내", "defaults": { "channel": "sms", "from": "15777985", "priority": "bulk", "text": "#{name}님, 7월 청구액은 #{amount}원입니다." },
          "messages": [
            { "to": { "phone": "01012341234", "variables": { "name": "홍길동", "amount": "12,000" } }, "reference": "bill-1" },
            { "to": { "phone": "01056785678", "variables": { "name": "김철수", "amount": "9,900" } }, "reference": "bill-2" }
          ]
        }
        """);

    public static Example Accepted { get; } = new("accepted", "Stored; all will be sent", """
        { "id": "01a1fae5-ff71-76e4-903f-14cca14d05ec", "accepted": 2, "rejected": 0, "errors": [] }
        """, 202);
}
