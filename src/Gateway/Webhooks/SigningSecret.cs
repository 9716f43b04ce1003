using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Webhooks;

/// <summary>
/// Secrets and signatures of Standard Webhooks 1.0: <c>v1,</c> and the base64 HMAC-SHA256 of <c>id.timestamp.body</c>.
/// </summary>
internal sealed class SigningSecret(IDataProtectionProvider protection)
{
    private const string Prefix = "whsec_";

    /// <summary>The specification asks for 24 to 64 bytes.</summary>
    private const int Bytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Webhooks.Secret");

    /// <summary>A new secret in the form that clients get.</summary>
    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The form that is stored.</summary>
    public string Protect(string secret) => _protector.Protect(secret);

    /// <summary>The key for signing, from the form that is stored.</summary>
    public byte[] Key(string stored) => Convert.FromBase64String(_protector.Unprotect(stored)[Prefix.Length..]);

    /// <summary>The value of <c>webhook-signature</c>: one signature for each key.</summary>
    public static string Sign(IReadOnlyList<byte[]> keys, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(
            Encoding.UTF8.GetMaxByteCount(id.Length + timestamp.Length + 2) + body.Length);
        var length = Encoding.UTF8.GetBytes($"{id}.{timestamp}.", buffer);
        body.CopyTo(buffer.AsSpan(length));
        var signed = buffer.AsSpan(0, length + body.Length);
        var signatures = SignWith(keys[0], signed);
        for (var i = 1; i < keys.Count; i++)
        {
            signatures += " " + SignWith(keys[i], signed);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return signatures;
    }

    private static string SignWith(byte[] key, ReadOnlySpan<byte> signed)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed, hash);
        return "v1," + Convert.ToBase64String(hash);
    }
}
