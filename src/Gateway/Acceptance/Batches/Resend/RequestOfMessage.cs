using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Texts;
using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Messages.Sealing;
using Gateway.Vendors;

namespace Gateway.Acceptance.Batches.Resend;

/// <summary>
/// A stored message as the request that sends it again: its texts are filled already, and stay word for word.
/// </summary>
internal static class RequestOfMessage
{
    public static SendMessageRequest Of(Message message, MessageContent content, SendMessageRequest? changes)
    {
        var stored = Of(message, content);
        var request = changes is null ? stored : RequestDefaults.Fill(changes, Fitting(stored, changes));
        return request with
        {
            To = new RecipientList([new Recipient
            {
                Phone = message.Recipient,
                Name = content.RecipientName,
                Reference = changes?.Reference is null ? message.Reference : null,
                Variables = AsTheyStand(request, changes),
            }]),
        };
    }

    /// <summary>
    /// A line of NDJSON that says the same: rejected messages are kept so, to be mended and uploaded.
    /// </summary>
    public static string ToLine(SendMessageRequest request)
    {
        var alone = request with { To = null };
        var line = JsonSerializer.SerializeToNode(alone, RequestJson.Request)!.AsObject(); // An object.
        var to = request.To!.Items[0]; // Made above.
        line["to"] = new JsonObject { ["phone"] = to.Phone, ["name"] = to.Name, ["reference"] = to.Reference };
        Clean(line);
        return line.ToJsonString(RequestJson.Strict.Options);
    }

    private static SendMessageRequest Of(Message message, MessageContent content) => new()
    {
        Channel = message.Channel,
        Vendor = message.Routed || message.Vendor == AccountRules.TestVendor ? null : message.Vendor,
        From = message.Sender,
        Subject = content.Subject,
        Text = content.Text,
        Attachments = content.Details?.Attachments is { } attachments ? [.. attachments] : null,
        ExpireHours = ExpireHours(message),
        Priority = message.Priority,
        Purpose = message.Purpose,
        Metadata = content.Metadata is null
            ? null
            : JsonSerializer.Deserialize(content.Metadata, MessageJson.Strict.DictionaryStringString),
        SubId = message.SubId,
        BillingId = message.BillingId,
        Kakao = content.Details?.Kakao is { } kakao ? RequestOfDetails.Kakao(kakao) : null,
        Voice = content.Details is null ? null : RequestOfDetails.Voice(content.Details),
        Fax = content.Details?.Fax is { } fax ? RequestOfDetails.Fax(fax) : null,
        Fallback = content.Details is null ? null : RequestOfDetails.Fallback(content.Details),

        // That it may come twice was said of the first batch, or it would not have both.
        AllowDuplicates = true,
    };

    /// <summary>Without what another channel does not have. A fallback of the gateway follows every channel.</summary>
    private static SendMessageRequest Fitting(SendMessageRequest stored, SendMessageRequest changes)
    {
        var channel = changes.Channel ?? stored.Channel;
        if (channel == stored.Channel)
        {
            return changes.Vendor is null || changes.Vendor == stored.Vendor
                ? stored
                : stored with { SubId = null, BillingId = null };
        }

        var isKakao = channel is Channel.AlimTalk or Channel.FriendTalk;
        return stored with
        {
            Vendor = changes.Vendor ?? stored.Vendor,
            Kakao = isKakao ? stored.Kakao : null,
            Voice = channel == Channel.Voice ? stored.Voice : null,
            Fax = channel == Channel.Fax ? stored.Fax : null,
            Attachments = channel is Channel.Mms or Channel.Fax ? stored.Attachments : null,
            Subject = channel is Channel.Sms or Channel.Voice ? null : stored.Subject,
            Fallback = isKakao || stored.FallsBackByGateway() ? stored.Fallback : null,
        };
    }

    /// <summary>Hours from when it was due to when it expired.</summary>
    private static int ExpireHours(Message message)
    {
        var due = message.HeldUntil ?? message.ScheduledAt ?? message.CreatedAt;
        return Math.Clamp((int)Math.Round((message.ExpiresAt - due).TotalHours), 1, SendMessageValidator.LongestExpiry);
    }

    /// <summary>
    /// A value may have held what looks like a placeholder. It was sent as it stands, and is again; but one of a new
    /// text wants a value, as everywhere.
    /// </summary>
    private static Dictionary<string, string>? AsTheyStand(SendMessageRequest request, SendMessageRequest? changes)
    {
        string?[] given = [changes?.Text, changes?.Subject, changes?.Fallback?.Text, changes?.Fallback?.Subject];
        string?[] all = [request.Text, request.Subject, request.Fallback?.Text, request.Fallback?.Subject];
        var kept = all.Where((text, i) => given[i] is null && Placeholders.HasAny(text)).ToList();
        return kept.Count > 0
            ? kept.SelectMany(Placeholders.Names).Except(given.SelectMany(Placeholders.Names))
                .ToDictionary(static name => name, static name => $"#{{{name}}}")
            : null;
    }

    private static void Clean(JsonObject node)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (value is null)
            {
                node.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                Clean(inner);
            }
            else if (value is JsonArray items)
            {
                items.OfType<JsonObject>().ToList().ForEach(Clean);
            }
        }
    }
}
