using Gateway.Platform.OpenApi;

namespace Gateway.Reports;

/// <summary>Answers for Swagger UI.</summary>
internal static class FaxExamples
{
    public static Example List { get; } = new("faxes", "One fax of two pages", """
        {
          "items": [
            {
              "id": "01a1fae5-ff79-720d-bb24-871ec6eb9fcd", "vendor": "xroshot", "from": "0212345678", "to": "03030001234", "pages": 2, "seconds": 30,
              "fileName": "R20261120140000_1.tif", "size": 1330, "receivedAt": "2026-11-20T05:00:00.000Z", "createdAt": "2026-11-20T05:00:04.120Z"
            }
          ],
          "nextCursor": null
        }
        """, 200);
}
