using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts;

[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AccountList))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(ChangeKeyRequest))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(SenderRequest))]
[JsonSerializable(typeof(ChangeSenderRequest))]
[JsonSerializable(typeof(SenderView))]
[JsonSerializable(typeof(SenderList))]
[JsonSerializable(typeof(AuditList))]
internal sealed partial class AccountJson : JsonSerializerContext
{
    /// <summary>Strict when reading; Hangul stands as it is when writing.</summary>
    public static AccountJson Strict { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        Encoder = ReadableJson.Encoder,
        TypeInfoResolver = Default,
        Converters = { new UtcTime(), new LowerCaseEnum<AccountStatus>(), new LowerCaseEnum<SenderState>() },
    });
}
