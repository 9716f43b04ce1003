using System.Security.Cryptography;
using System.Text;

namespace Gateway.Platform.Idempotency;

/// <summary>
/// What makes two requests the same where the body alone does not say it: one without a body, or one about the thing
/// that its path names.
/// </summary>
internal static class RequestHash
{
    public static byte[] OfPath(HttpContext context) => OfPath(context, []);

    public static byte[] OfPath(HttpContext context, ReadOnlySpan<byte> bodyHash) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(context.Request.Path.ToString()), 0, .. bodyHash]);
}
