using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Gateway.Acceptance.Batches.Rejects;

/// <summary>
/// Rejected lines as bytes, encrypted when <c>Gateway:EncryptContent</c> says so, as contents of messages are.
/// </summary>
internal sealed class SealRejects(
    IDataProtectionProvider protection, IOptions<GatewayOptions> gateway, DamagedRows damaged)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Messages.Rejects");
    private readonly bool _on = gateway.Value.EncryptContent;

    /// <summary>
    /// The id of the batch is part of what is encrypted, so that nobody can move lines to another batch.
    /// </summary>
    public (byte[] Content, bool IsSealed) Seal(Guid batchId, RejectedLines lines)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(lines, BatchJson.Strict.RejectedLines);
        return _on ? (Of(batchId).Protect(json), true) : (json, false);
    }

    /// <summary>Null when they cannot be read any more; the log tells of it.</summary>
    public RejectedLines? Open(Guid batchId, byte[] content, bool isSealed)
    {
        try
        {
            var json = isSealed ? Of(batchId).Unprotect(content) : content;
            return JsonSerializer.Deserialize(json, BatchJson.Strict.RejectedLines);
        }
        catch (Exception fault) when (fault is JsonException || LostText.Is(fault))
        {
            var why = $"they cannot be read: {fault.GetBaseException().Message}";
            damaged.Tell("rejected lines of batch", batchId.ToString(), why);
            return null;
        }
    }

    private IDataProtector Of(Guid batchId) => _protector.CreateProtector(batchId.ToString());
}
