using System.Globalization;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Bounds;
using Gateway.Benchmarks.Load;

namespace Gateway.Benchmarks.Batch;

/// <summary>The requests: messages as single POSTs have them, about 400 bytes each.</summary>
internal static class BatchRequests
{
    public const string Path = "/v1/batches";

    public static readonly string Authorization = $"Authorization: Bearer {AcceptRequests.AdminKey}";

    /// <summary>The number of the request makes a message unique together with its place.</summary>
    public static RequestTemplate Bound() => RequestTemplate.Post(BoundServer.Path, [], Body());

    public static RequestTemplate Product() => RequestTemplate.Post(Path, [Authorization, $"Idempotency-Key: {Guid.NewGuid():N}-{{n}}"], Body());

    private static string Body() => $$"""{"messages":[{{string.Join(",", Enumerable.Range(0, BatchOptions.MessagesOfPost).Select(Message))}}]}""";

    /// <summary>Each message has its own number, text and reference, as in a campaign.</summary>
    private static string Message(int place)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"{{n}}-{place:000}");
        return AcceptRequests.Body.Replace("order-{n}", $"order-{own}", StringComparison.Ordinal)
            .Replace("인증번호 {n}", $"번호 {own}", StringComparison.Ordinal)
            .Replace("010{n}", string.Create(CultureInfo.InvariantCulture, $"010{place:000}{{5}}"), StringComparison.Ordinal);
    }
}
