using System.Globalization;
using Gateway.Acceptance.Requests;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Numbers;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Acceptance.Rules;

/// <summary>What the account behind a key adds to a request, and what it may not send.</summary>
internal sealed class AccountRules(FindSender senders)
{
    /// <inheritdoc cref="TestKeys.Vendor"/>
    public const string TestVendor = TestKeys.Vendor;

    /// <summary>The request with the account's defaults for what it leaves out.</summary>
    public static SendMessageRequest WithDefaults(SendMessageRequest request, KnownKey key) =>
        (request.From is null && key.DefaultSender is not null) || (request.SubId is null && key.SubId is not null)
            ? request with { From = request.From ?? key.DefaultSender, SubId = request.SubId ?? key.SubId }
            : request;

    public async ValueTask CheckAsync(SendMessageRequest request, KnownKey key, ICollection<Fault> faults, CancellationToken cancellationToken)
    {
        if (key.Channels is { } channels && request.Channel is { } channel && !channels.Contains(channel.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(new Fault("/channel", "channel_not_allowed", $"This account may use: {string.Join(", ", channels)}."));
        }

        if (key.Vendors is { } vendors && request.Vendor is { } vendor && !vendors.Contains(vendor, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(new Fault("/vendor", "vendor_not_allowed", $"This account may use: {string.Join(", ", vendors)}."));
        }

        var sender = request.Sender;
        if (!sender.IsRight)
        {
            return;
        }

        var needed = key.RegisteredSendersOnly || sender.Number.IsSpecial;
        var standing = await senders.FindAsync(key.AccountId, sender.Digits, needed, cancellationToken);
        if (standing.State == SenderState.Blocked)
        {
            faults.Add(new Fault("/from", "sender_blocked", Blocked(standing.BlockedCode)));
        }
        else if (standing.State == SenderState.Expired)
        {
            faults.Add(new Fault("/from", "sender_expired", Expired(standing.ExpiresAt)));
        }
        else if (!needed || standing.State == SenderState.Approved)
        {
            return;
        }
        else if (sender.Number.IsSpecial)
        {
            faults.Add(new Fault("/from", SenderRules.Unregistered.Code, SenderRules.Unregistered.Detail));
        }
        else
        {
            faults.Add(new Fault("/from", "unregistered_sender", "This account sends only from registered numbers (발신번호 사전등록). Register it with POST /v1/senders; a number that is registered and pending waits for the operator's approval."));
        }
    }

    private static string Blocked(int? code) =>
        $"A vendor refused this number with {code} ({ResultCatalogue.Find(code ?? ResultCatalogue.Other)?.Name}). Clear that "
        + "with the vendor; then an admin of the installation unblocks it (POST /v1/senders/{id}/unblock).";

    private static string Expired(DateTimeOffset? at) =>
        string.Create(CultureInfo.InvariantCulture, $"Its registration ended on {at:yyyy-MM-dd HH:mm}Z. ")
        + "Show the operator a new certificate (통신서비스 이용증명원); an admin of the installation sets a later expiresAt "
        + "(PATCH /v1/senders/{id}).";

    /// <summary>Messages of a test key never reach a vendor.</summary>
    public static IReadOnlyList<NewMessage> Divert(IReadOnlyList<NewMessage> messages, KnownKey key) =>
        key.Test ? [.. messages.Select(message => message with { Vendor = TestVendor })] : messages;
}
