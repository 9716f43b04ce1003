using Gateway.Platform.OpenApi;

namespace Gateway.Acceptance.Batches;

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

    /// <summary>Both are sent with what these lines leave out in the query: <c>?channel=sms&amp;from=15777985</c>.</summary>
    public static Example Ndjson { get; } = new("lines", "One message a line; with ?channel=sms&from=15777985", """
        { "to": "01012341234", "text": "주문하신 상품이 오늘 출고되었습니다.", "reference": "order-1" }
        { "to": { "phone": "01056785678", "variables": { "name": "김철수" } }, "text": "#{name}님, 내일 방문하겠습니다.", "reference": "order-2" }
        """, ContentType: "application/x-ndjson");

    public static Example Csv { get; } = new("table", "A header line, then a message a line; with ?channel=sms&from=15777985", """
        to,reference,amount,text
        01012341234,bill-1,"12,000",7월 청구액은 #{amount}원입니다.
        01056785678,bill-2,"9,900",7월 청구액은 #{amount}원입니다.
        """, ContentType: "text/csv");

    public static Example Accepted { get; } = new("accepted", "Stored; all will be sent", """
        { "id": "01a1fae5-ff71-76e4-903f-14cca14d05ec", "accepted": 2, "rejected": 0, "errors": [], "repaired": 0 }
        """, 202);
}
