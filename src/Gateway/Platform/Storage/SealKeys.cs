using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Storage;

/// <summary>
/// Encrypts the protection keys with <c>Gateway:EncryptionSecret</c>, so that whoever has the state database alone can
/// decrypt nothing. Without the setting they lie in the open. AES-256-GCM with a key made from the secret, which is
/// long and random, so nothing slow is needed.
/// </summary>
internal sealed class SealKeys(IOptions<GatewayOptions> options)
{
    /// <summary>Begins what is encrypted; XML never does. The name of its secret follows.</summary>
    private const string Prefix = "sealed:";

    private const int NameBytes = 6;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly List<(string Name, byte[] Key)> _secrets = [.. options.Value.EncryptionSecrets.Select(secret => (NameOf(secret), Derive(secret, "key")))];

    /// <summary>The form in which a key is stored from now on: the first secret encrypts.</summary>
    public string Seal(string xml)
    {
        if (_secrets.Count == 0)
        {
            return xml;
        }

        var (name, key) = _secrets[0];
        var plain = Encoding.UTF8.GetBytes(xml);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return $"{Prefix}{name}:{Convert.ToBase64String(box)}";
    }

    /// <summary>
    /// Throws when it was encrypted with a secret that is not given: nothing can be encrypted or read then, and the
    /// gateway does not become ready.
    /// </summary>
    public void CheckSecret(string stored)
    {
        if (stored.StartsWith(Prefix, StringComparison.Ordinal) && KeyOf(stored) is null)
        {
            throw new CryptographicException("Gateway:EncryptionSecret is not the one that the protection keys were encrypted with. Give the old one too: new,old.");
        }
    }

    /// <summary>Throws when no secret opens it.</summary>
    public string Open(string stored)
    {
        CheckSecret(stored);
        if (KeyOf(stored) is not { } key)
        {
            return stored;
        }

        var box = Convert.FromBase64String(stored[(stored.LastIndexOf(':') + 1)..]);
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("It is too short.");
        }

        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>True when it lies in the open, or was encrypted with an earlier secret.</summary>
    public bool IsOutdated(string stored) =>
        _secrets.Count > 0 && !stored.StartsWith($"{Prefix}{_secrets[0].Name}:", StringComparison.Ordinal);

    /// <summary>
    /// The key that a stored form names; null when it lies in the open, or names one that is not given.
    /// </summary>
    private byte[]? KeyOf(string stored) =>
        stored.Split(':') is [_, var name, _] && stored.StartsWith(Prefix, StringComparison.Ordinal)
            ? _secrets.Find(secret => secret.Name == name).Key
            : null;

    private static string NameOf(string secret) =>
        Convert.ToHexStringLower(Derive(secret, "name").AsSpan(0, NameBytes));

    private static byte[] Derive(string secret, string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(secret),
            32,
            info: Encoding.UTF8.GetBytes("gateway protection " + purpose));
}
