using System.Text.Json.Serialization;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.OpenApi;

namespace Gateway.Accounts;

/// <summary>A key as administrators see it.</summary>
[SchemaName("ApiKey")]
internal sealed record KeyView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    [Words(typeof(Scope), nameof(Scope.Words), As = "Scope")]
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>True when its messages never reach a vendor.</summary>
    public required bool Test { get; init; }

    /// <summary>Addresses and networks from which it may be used; null: all.</summary>
    public required IReadOnlyList<string>? AllowedAddresses { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Accurate to a minute.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The key itself, shown only in the answer that creates it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>As this key may see it.</summary>
    public KeyView For(KnownKey key) => key.ReadsPii ? this : this with { Name = Mask.Text(Name) };

    public static KeyView From(ApiKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Scopes = key.Scopes,
        Test = key.Test,
        AllowedAddresses = key.AllowedAddresses,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };
}

/// <summary>A page of keys, newest first.</summary>
[SchemaName("ApiKeyList")]
internal sealed record KeyList(IReadOnlyList<KeyView> Items, string? NextCursor);
