using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Gateway.Accounts;

/// <summary>A number to register.</summary>
internal sealed record SenderRequest
{
    /// <summary>
    /// The number as the rules for senders allow it; three or four digits (특수번호) too, which no account sends from
    /// without registering them. Required.
    /// </summary>
    [Required]
    public string? Number { get; init; }

    /// <summary>Your own words, at most 256 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>
    /// Whose number it is. Default: the key's account. Others only with an admin key of the built-in account.
    /// </summary>
    public Guid? AccountId { get; init; }

    /// <summary>
    /// Until when it may be used, such as the end of its certificate (통신서비스 이용증명원). Messages from it are refused
    /// from then on. Absent: for ever.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What to change of a registered number; fields that you omit stay as they are.</summary>
internal sealed record ChangeSenderRequest
{
    private string? _comment;
    private DateTimeOffset? _expiresAt;

    /// <summary>Your own words, at most 256 characters; <c>null</c> takes them away.</summary>
    public string? Comment
    {
        get => _comment;
        set => (_comment, HasComment) = (value, true);
    }

    /// <summary>Until when it may be used; <c>null</c>: for ever. A time that has passed ends it now.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get => _expiresAt;
        set => (_expiresAt, HasExpiresAt) = (value, true);
    }

    /// <summary>Tells null from nothing.</summary>
    [JsonIgnore]
    public bool HasComment { get; private set; }

    /// <summary>Tells null from nothing.</summary>
    [JsonIgnore]
    public bool HasExpiresAt { get; private set; }
}
