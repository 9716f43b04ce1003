using Gateway.Benchmarks.Bounds;
using Gateway.Benchmarks.Load;

namespace Gateway.Benchmarks.Accept;

/// <summary>The requests. All sides get the same body of about 400 bytes, which the product takes without a fault.</summary>
internal static class AcceptRequests
{
    public const string AdminKey = "benchmark-admin-key-0123456789";

    // {n} makes it unique. Hangul takes three bytes here, two in the message: 81 of the 90 that an SMS may have.
    private const string Text = "[게이트웨이] 인증번호 {n} 을 입력해 주세요. 타인에게 알려 주지 마세요. 유효시간 3분";

    public const string Body = $$$"""
        {"channel":"sms","from":"1588-1234","to":"010{n}","text":"{{{Text}}}","priority":"high","reference":"order-{n}","metadata":{"campaign":"2026-spring-login","customer":"customer-{n}","shop":"seoul-gangnam-02"}}
        """;

    private static readonly string Authorization = $"Authorization: Bearer {AdminKey}";

    /// <summary>For the bounds: no headers that they would not read, which favours them a little.</summary>
    public static RequestTemplate Bare() => RequestTemplate.Post(BoundServer.Path, [], Body);

    /// <summary>As Kannel takes it: all in the address.</summary>
    public static RequestTemplate Kannel() => RequestTemplate.Get(
        $"/cgi-bin/sendsms?username={KannelPeer.Name}&password={KannelPeer.Name}&from=15881234&to=010{{n}}&coding=2&charset=utf-8&text={Uri.EscapeDataString(Text).Replace("%7Bn%7D", "{n}", StringComparison.Ordinal)}");

    public static RequestTemplate Plain() => RequestTemplate.Post(BoundServer.Path, [Authorization], Body);

    /// <summary>As a careful client sends it. The run is part of the key, because a database keeps the keys of the run before.</summary>
    public static RequestTemplate Keyed() => Keyed(AdminKey);

    /// <summary>The same by another caller.</summary>
    public static RequestTemplate Keyed(string key) => RequestTemplate.Post(
        BoundServer.Path,
        [$"Authorization: Bearer {key}", $"Idempotency-Key: {Guid.NewGuid():N}-{{n}}"],
        Body);
}
