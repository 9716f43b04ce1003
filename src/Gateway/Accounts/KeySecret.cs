using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Accounts;

/// <summary>
/// The form of a key: <c>gw_</c> or <c>gw_test_</c>, the key's id as 32 hex digits, <c>_</c>, and 32 random bytes in base64url. The id finds the row; the SHA-256 of the whole decides.
/// </summary>
internal static class KeySecret
{
    private const string Live = "gw_";
    private const string Test = "gw_test_";
    private const int IdLength = 32;
    private const int SecretBytes = 32;

    public static string Create(Guid id, bool test) =>
        $"{(test ? Test : Live)}{id:N}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";

    public static byte[] Hash(ReadOnlySpan<char> key)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(key)];
        Encoding.UTF8.GetBytes(key, bytes);
        return SHA256.HashData(bytes);
    }

    /// <summary>The id that a key claims to have; false when the text has not the form of a key.</summary>
    public static bool TryReadId(ReadOnlySpan<char> key, out Guid id)
    {
        var rest = key.StartsWith(Test, StringComparison.Ordinal) ? key[Test.Length..] : key.StartsWith(Live, StringComparison.Ordinal) ? key[Live.Length..] : [];
        id = Guid.Empty;
        return rest.Length > IdLength && rest[IdLength] == '_' && Guid.TryParseExact(rest[..IdLength], "N", out id);
    }
}
