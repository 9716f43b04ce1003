using System.Text;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Gateway.Messages.Received;

/// <summary>
/// Texts that came in, encrypted when <c>Gateway:EncryptContent</c> says so, as those that go out are; and what is
/// shown of them.
/// </summary>
internal sealed class SealReceived(
    IDataProtectionProvider protection, IOptions<GatewayOptions> gateway, DamagedRows damaged)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Messages.Received");
    private readonly bool _on = gateway.Value.EncryptContent;

    /// <summary>The id is part of what is encrypted, so that nobody can move one message's text to another.</summary>
    public (string? Body, byte[]? Sealed) Seal(Guid id, string text) =>
        _on ? (null, Of(id).Protect(Encoding.UTF8.GetBytes(text))) : (text, null);

    public ReceivedMessageView View(ReceivedMessage message) => new()
    {
        Id = message.Id,
        Vendor = message.Vendor,
        From = message.Sender,
        To = message.Recipient,
        Text = message.Sealed is null ? message.Body : Open(message.Id, message.Sealed),
        ReceivedAt = message.ReceivedAt,
        CreatedAt = message.CreatedAt,
        ContentRemovedAt = message.ContentRemovedAt,
    };

    /// <summary>Null when it cannot be read any more; the log tells of it.</summary>
    private string? Open(Guid id, byte[] content)
    {
        try
        {
            return Encoding.UTF8.GetString(Of(id).Unprotect(content));
        }
        catch (Exception fault) when (LostText.Is(fault))
        {
            damaged.Tell(
                "received message", id.ToString(), $"it cannot be decrypted: {fault.GetBaseException().Message}");
            return null;
        }
    }

    private IDataProtector Of(Guid id) => _protector.CreateProtector(id.ToString());
}
