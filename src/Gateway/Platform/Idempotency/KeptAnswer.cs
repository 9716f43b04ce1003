using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Platform.Idempotency;

/// <summary>The answer to a request that creates something.</summary>
internal readonly record struct KeptAnswer(int Status, byte[] Body)
{
    /// <summary>
    /// Set when the body shows a secret: the id of what it belongs to. Such a body is not kept, and a repetition gets
    /// 409 with this id.
    /// </summary>
    public Guid? SecretOf { get; init; }

    /// <summary>What the log calls one that cannot be read.</summary>
    public const string Kind = "kept answer";

    /// <summary>
    /// A key is a client's own text, which may tell of people: the log gets its account and some letters of its hash,
    /// enough to tell two apart.
    /// </summary>
    public static string NameOf(Guid accountId, string key) =>
        $"{accountId}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 6))}";

    /// <summary>False when an answer that was kept as it is was damaged since.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
