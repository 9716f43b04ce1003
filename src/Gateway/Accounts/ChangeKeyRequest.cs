using System.Text.Json.Serialization;

namespace Gateway.Accounts;

/// <summary>What to change of a key; fields that you omit stay as they are.</summary>
internal sealed record ChangeKeyRequest
{
    private List<string>? _allowedAddresses;

    /// <summary>What it is for, at most 64 characters.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// From where it may be used from now on: addresses and networks, up to 100, such as <c>203.0.113.0/24</c>;
    /// <c>null</c>: from everywhere.
    /// </summary>
    public List<string>? AllowedAddresses
    {
        get => _allowedAddresses;
        set => (_allowedAddresses, HasAllowedAddresses) = (value, true);
    }

    /// <summary>Tells null from nothing.</summary>
    [JsonIgnore]
    public bool HasAllowedAddresses { get; private set; }
}
