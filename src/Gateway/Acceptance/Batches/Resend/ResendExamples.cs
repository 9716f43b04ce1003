using Gateway.Platform.OpenApi;

namespace Gateway.Acceptance.Batches.Resend;

/// <summary>Requests that really work.</summary>
internal static class ResendExamples
{
    public static Example Failed { get; } = new(
        "failed", "What failed or expired and may succeed now", """{ "onlyRetryable": true }""");

    public static Example OtherVendor { get; } = new("later", "All that failed, behind everything else", """
        { "statuses": ["failed"], "name": "second try", "defaults": { "priority": "bulk" } }
        """);

    public static Example Accepted { get; } = new("accepted", "Stored, and sent from now on", """
        {
          "id": "019306c1-1f2a-7c7f-8a51-8d1f2c3b4a5f",
          "resendOf": "019306c0-5e2f-7c7f-8a51-8d1f2c3b4a5e",
          "accepted": 20,
          "rejected": 0,
          "errors": [],
          "skipped": {
            "alreadyResent": 0, "notRetryable": 3, "contentRemoved": 0, "fallbackDelivered": 0, "stillRunning": 1
          }
        }
        """, 202);
}
