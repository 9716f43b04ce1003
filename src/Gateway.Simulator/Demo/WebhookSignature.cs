using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Simulator.Demo;

/// <summary>
/// Verifies a webhook as Standard Webhooks 1.0 says: HMAC-SHA256 over <c>id.timestamp.body</c>, compared in constant
/// time.
/// </summary>
internal sealed class WebhookSignature(string secret, TimeProvider time)
{
    private const string Prefix = "whsec_";
    private const string Version = "v1,";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = ReadKey(secret);

    /// <summary>Null when the signature holds, else what is wrong with it.</summary>
    public string? FindFault(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
        {
            return "a header webhook-id, webhook-timestamp or webhook-signature is missing";
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "webhook-timestamp is not a number";
        }

        if (Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return "webhook-timestamp is more than 5 minutes away from now";
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = HMACSHA256.HashData(_key, signed);
        var holds = false;
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            holds |= IsEqual(signature, expected);
        }

        return holds ? null : "no signature in webhook-signature is right";
    }

    private static bool IsEqual(string signature, byte[] expected)
    {
        var given = new byte[expected.Length];
        return signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64String(signature[Version.Length..], given, out var length)
            && length == given.Length
            && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    private static byte[] ReadKey(string secret)
    {
        try
        {
            return Convert.FromBase64String(
                secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
        }
        catch (FormatException)
        {
            throw new DemoException("the webhook's secret is not \"whsec_\" and base64");
        }
    }
}
