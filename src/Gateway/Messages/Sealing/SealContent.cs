using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Gateway.Messages.Sealing;

/// <summary>
/// Encrypts what people wrote before it is stored, when <c>Gateway:EncryptContent</c> says so, and opens it again. It stands as one field of the column <c>details</c>, so that encrypted and plain
/// rows live side by side, whatever the setting is now; the names of keys are part of it, so that keys may change. Numbers, reference, sub-account and billing id stay as they are.
/// </summary>
internal sealed class SealContent(IDataProtectionProvider protection, IOptions<GatewayOptions> gateway, DamagedRows damaged)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Messages.Content");
    private readonly bool _on = gateway.Value.EncryptContent;

    /// <summary>The messages as they are stored; the very same list when nothing is encrypted. Called by whoever makes messages, not by the one writer that stores them: it takes microseconds for each.</summary>
    public IReadOnlyList<NewMessage> Seal(IReadOnlyList<NewMessage> messages) => _on ? [.. messages.Select(Seal)] : messages;

    public MessageContent Open(Message message) => Open(message.Id, message.RecipientName, message.Subject, message.Body, message.Metadata, message.Details);

    /// <summary>The content of a stored message. One that cannot be opened is told in the log and stops nobody else.</summary>
    public MessageContent Open(Guid messageId, string? recipientName, string? subject, string? text, string? metadata, string? details)
    {
        try
        {
            var stored = MessageDetails.FromJson(details);
            return stored?.Sealed is { } content ? SealedForm.Read(messageId, _protector.Unprotect(content)) : new MessageContent(recipientName, subject, text, metadata, stored);
        }
        catch (JsonException)
        {
            damaged.Tell("message", messageId.ToString(), "its details are not as the gateway writes them.");
            return new MessageContent(recipientName, subject, text, metadata, null) { Unreadable = true, Damaged = true };
        }
        catch (Exception fault) when (LostText.Is(fault))
        {
            damaged.Tell("content of message", messageId.ToString(), $"it cannot be decrypted: {fault.GetBaseException().Message} Is its key missing from data_protection_keys?");
            return new MessageContent { Unreadable = true };
        }
    }

    private NewMessage Seal(NewMessage message) => message with
    {
        RecipientName = null,
        Subject = null,
        Body = null,
        Metadata = null,
        Details = new MessageDetails { Sealed = _protector.Protect(SealedForm.Write(message)) }.ToJson(),
    };
}
